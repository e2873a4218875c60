using System.Text.Json.Serialization;
using Holdfast.Storage;

namespace Holdfast.Hosting.OperatorApi;

/// <summary>A dead letter as an operator sees it: where, what, why and when; never what people wrote.</summary>
internal sealed record DeadLetterView(string Id, string Queue, string Lane, string Kind, string Error, int Attempts, DateTimeOffset DiedAt)
{
    public static DeadLetterView Of(DeadLetter dead) =>
        new(dead.Item.Id.ToString(), dead.Item.Queue.ToString(), dead.Item.Lane, dead.Item.Kind, dead.Error, dead.Item.Attempt + 1, dead.DiedAt);
}

/// <summary>Whether a dead letter was replayed or discarded: not, when there is no such one.</summary>
internal sealed record ChangeResult(bool Done);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<DeadLetterView>))]
[JsonSerializable(typeof(ChangeResult))]
[JsonSerializable(typeof(PauseResult))]
[JsonSerializable(typeof(IReadOnlyList<GateView>))]
[JsonSerializable(typeof(OpenedGates))]
[JsonSerializable(typeof(IReadOnlyList<UsageView>))]
internal sealed partial class OperationsJson : JsonSerializerContext;
