using System.Net.Sockets;
using Holdfast.Hosting.Verbs;
using Holdfast.Operators;
using Holdfast.Storage;
using Holdfast.Verbs;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Holdfast.Hosting.OperatorApi;

/// <summary>What an operator may ask a running server, over <see cref="OperatorSocket"/> only.</summary>
internal static class OperatorEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder endpoints)
    {
        var operations = endpoints.MapGroup("/operations").AddEndpointFilter(OnlyOverTheSocketAsync);
        operations.MapPost("/verbs", (HttpRequest request, VerbDesk desk, CancellationToken cancellationToken) => DoAsync(request, desk, cancellationToken));
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

    private static async Task<JsonHttpResult<VerbResponse>> DoAsync(HttpRequest request, VerbDesk desk, CancellationToken cancellationToken)
    {
        var asked = (await request.ReadFromJsonAsync(VerbJson.Default.VerbRequest, cancellationToken))!;
        return TypedResults.Json(await desk.DoAsync(asked, VerbPlace.Server, cancellationToken), VerbJson.Default.VerbResponse);
    }

    /// <summary>On the health port there is no such thing as an order.</summary>
    private static async ValueTask<object?> OnlyOverTheSocketAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Features.Get<IConnectionSocketFeature>()?.Socket.LocalEndPoint is UnixDomainSocketEndPoint
            ? await next(context)
            : TypedResults.NotFound();
}
