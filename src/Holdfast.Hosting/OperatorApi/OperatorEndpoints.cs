using System.Net.Sockets;
using Holdfast.Items;
using Holdfast.Ledger;
using Holdfast.Operators;
using Holdfast.Rates;
using Holdfast.Storage;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Holdfast.Hosting.OperatorApi;

/// <summary>What an operator may ask a running server, over <see cref="OperatorSocket"/> only.</summary>
internal static class OperatorEndpoints
{
    private const int MaxListed = 1_000;

    public static void MapOperations(this IEndpointRouteBuilder endpoints)
    {
        var operations = endpoints.MapGroup("/operations").AddEndpointFilter(OnlyOverTheSocketAsync);
        operations.MapGet("/dead-letters", async (int limit, IHoldfastStore store, CancellationToken cancellationToken) =>
        {
            var dead = await store.GetDeadLettersAsync(Math.Clamp(limit, 0, MaxListed), cancellationToken);
            return TypedResults.Json<IReadOnlyList<DeadLetterView>>([.. dead.Select(DeadLetterView.Of)], OperationsJson.Default.IReadOnlyListDeadLetterView);
        });
        operations.MapPost("/dead-letters/{id}/replay", (string id, IHoldfastStore store, CancellationToken cancellationToken) =>
            ChangeAsync(id, item => store.ReplayAsync(item, cancellationToken)));
        operations.MapPost("/dead-letters/{id}/discard", (string id, IHoldfastStore store, CancellationToken cancellationToken) =>
            ChangeAsync(id, item => store.DiscardAsync(item, cancellationToken)));
        operations.MapGet("/gates", async (IRateGate gates, CancellationToken cancellationToken) => TypedResults.Json(
            GateView.Of(await gates.ListAsync(cancellationToken)), OperationsJson.Default.IReadOnlyListGateView));
        operations.MapPost("/gates/open", async (string? gate, IRateGate gates, CancellationToken cancellationToken) =>
            TypedResults.Json(new OpenedGates(await gates.OpenAsync(gate, cancellationToken)), OperationsJson.Default.OpenedGates));
        operations.MapGet("/usage", async (int days, UsageBy by, UsageReader usage, CancellationToken cancellationToken) => TypedResults.Json(
            UsageView.Of(await usage.ReportAsync(team: null, Math.Clamp(days, 1, UsageOperations.MaxDays), by, cancellationToken)), OperationsJson.Default.IReadOnlyListUsageView));
        operations.MapPost("/pause", (OrderWaits waits, IHoldfastStore store, TimeProvider time, CancellationToken cancellationToken) =>
            OrderAsync(OperatorOrders.Pause, waits, store, time, cancellationToken));
        operations.MapPost("/resume", (OrderWaits waits, IHoldfastStore store, TimeProvider time, CancellationToken cancellationToken) =>
            OrderAsync(OperatorOrders.Resume, waits, store, time, cancellationToken));
    }

    /// <summary>Has an order carried out like any other work, and answers with what became of that very order.</summary>
    private static async Task<JsonHttpResult<PauseResult>> OrderAsync(
        string order, OrderWaits waits, IHoldfastStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        var item = new OperatorOrders(order, By: "the server's console").ToItem(time);
        var outcome = await waits.CarryOutAsync(item.Id, async () => await store.AppendAsync([item], cancellationToken), cancellationToken);
        return TypedResults.Json(PauseResult.Of(outcome.WasSo, outcome.Now), OperationsJson.Default.PauseResult);
    }

    private static async Task<JsonHttpResult<ChangeResult>> ChangeAsync(string id, Func<ItemId, ValueTask<bool>> change) =>
        TypedResults.Json(new ChangeResult(ItemId.TryParse(id, out var item) && await change(item)), OperationsJson.Default.ChangeResult);

    /// <summary>On the health port there is no such thing as an order.</summary>
    private static async ValueTask<object?> OnlyOverTheSocketAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Features.Get<IConnectionSocketFeature>()?.Socket.LocalEndPoint is UnixDomainSocketEndPoint
            ? await next(context)
            : TypedResults.NotFound();
}
