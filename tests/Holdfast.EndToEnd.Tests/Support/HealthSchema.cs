using Holdfast.Tests.Repository;
using Json.Schema;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>The shape of <c>/health</c> as the docs have it.</summary>
internal static class HealthSchema
{
    private static readonly Lazy<JsonSchema> Schema = new(() => JsonSchema.FromFile(Path.Combine(Sources.Root, "docs", "health.schema.json")));

    /// <summary>What of an answer is not as docs/health.schema.json says; empty where all is.</summary>
    /// <param name="health">The answer.</param>
    public static IEnumerable<string> OffSchema(this Health health) => Schema.Value.Evaluate(health.Root, new EvaluationOptions { OutputFormat = OutputFormat.List }).Details!
        .Where(detail => detail.Errors is not null).SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"));
}
