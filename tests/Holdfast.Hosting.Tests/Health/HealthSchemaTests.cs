using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using Holdfast.Hosting.Health;
using Holdfast.Tests.Repository;

namespace Holdfast.Hosting.Tests.Health;

/// <summary>Whoever reads /health by a program relies on its shape: docs/health.schema.json says it, and follows the code.</summary>
[Trait("Req", "RS-8")]
public sealed class HealthSchemaTests
{
    private static readonly string[] ForPeople = ["$schema", "title", "description", "enum"];

    [Fact]
    public void The_schema_in_the_docs_is_that_of_the_answer()
    {
        var written = JsonNode.Parse(File.ReadAllText(Path.Combine(Sources.Root, "docs", "health.schema.json")))!;
        var exported = HealthJson.Default.HealthReport.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true });

        // What features count is a part of the answer that the exporter does not know of.
        Assert.True(written.AsObject().Remove("additionalProperties"));
        Assert.Equal(Bare(exported).ToJsonString(), Bare(written).ToJsonString());
    }

    [Fact]
    public void Each_of_its_properties_is_explained()
    {
        var properties = (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(Sources.Root, "docs", "health.schema.json")))!["properties"]!;
        Assert.All(properties, property => Assert.False(string.IsNullOrWhiteSpace((string?)property.Value!["description"]), property.Key));
    }

    /// <summary>Without what is for people, and in one order.</summary>
    private static JsonNode Bare(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.Where(p => p.Value is JsonObject || !ForPeople.Contains(p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, p.Value is null ? null : (JsonNode?)Bare(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(item => Bare(item!)).OrderBy(item => item.ToJsonString(), StringComparer.Ordinal)]),
        _ => node.DeepClone(),
    };
}
