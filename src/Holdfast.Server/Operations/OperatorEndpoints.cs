using System.Net.Sockets;
using Holdfast.Lanes;
using Holdfast.Storage;
using Microsoft.AspNetCore.Connections.Features;

namespace Holdfast.Server.Operations;

/// <summary>What an operator may ask a running server, over <see cref="OperatorSocket"/> only.</summary>
internal static class OperatorEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder endpoints)
    {
        var operations = endpoints.MapGroup("/operations").AddEndpointFilter(OnlyOverTheSocketAsync);
        operations.MapGet("/dead-letters", async (int limit, IHoldfastStore store, CancellationToken cancellationToken) =>
        {
            var dead = await store.GetDeadLettersAsync(limit, cancellationToken);
            return TypedResults.Json<IReadOnlyList<DeadLetterView>>([.. dead.Select(DeadLetterView.Of)], OperationsJson.Default.IReadOnlyListDeadLetterView);
        });
        operations.MapPost("/dead-letters/{id}/replay", async (string id, IHoldfastStore store, CancellationToken cancellationToken) =>
        {
            var replayed = ItemId.TryParse(id, out var item) && await store.ReplayAsync(item, cancellationToken);
            return TypedResults.Json(new ReplayResult(replayed), OperationsJson.Default.ReplayResult);
        });
    }

    /// <summary>On the health port there is no such thing as an order.</summary>
    private static async ValueTask<object?> OnlyOverTheSocketAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Features.Get<IConnectionSocketFeature>()?.Socket.LocalEndPoint is UnixDomainSocketEndPoint
            ? await next(context)
            : TypedResults.NotFound();
}
