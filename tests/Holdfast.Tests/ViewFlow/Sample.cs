using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Slack.BlockKit;
using Holdfast.ViewFlow;

namespace Holdfast.Tests.ViewFlow;

/// <summary>Runs to look at, and what Slack would say to the views of them.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Start = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
    public static readonly ItemId Id = new(new Guid("0195a3b2-0000-7000-8000-000000000001"));

    private static readonly JsonSerializerOptions Wire = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static readonly RunRecord Completed = new()
    {
        Id = Id,
        Conversation = "T1/C1/1.1",
        User = "U42",
        Question = new MessageContent("How is the weather?"),
        Status = RunStatus.Completed,
        StartedAt = Start,
        EndedAt = Start.AddSeconds(12.4),
        ExpiresAt = Start.AddHours(1),
        Starts = 1,
        Model = "gpt-4o",
        InputTokens = 1_204,
        OutputTokens = 312,
        CostMicros = 12_300,
    };

    public static RunStep Step(int number, string kind = StepKinds.Tool, string name = "web_search") => new()
    {
        Run = Id,
        Number = number,
        Kind = kind,
        Name = name,
        StartedAt = Start.AddSeconds(3.2),
        Duration = TimeSpan.FromSeconds(1.4),
        Input = """{"city":"Berlin"}""",
        Output = "sunny",
    };

    public static StepOutline Outline(RunStep step) => new(step, step.Input?.Length ?? 0, step.Output?.Length ?? 0);

    public static FlowPage Page(RunRecord run, params IReadOnlyList<RunStep> steps) =>
        new(run, steps.Count, [.. steps.Select(Outline)], [], [], After: 0, Retention: null, [], Start.AddSeconds(20));

    public static byte[] Bytes(View view) => JsonSerializer.SerializeToUtf8Bytes(view, Wire);

    public static JsonElement Json(View view) => JsonElement.Parse(Bytes(view));

    /// <summary>Every object within a view that has a type, with the object itself.</summary>
    public static IEnumerable<JsonElement> Objects(JsonElement within) => within.ValueKind switch
    {
        JsonValueKind.Object => within.EnumerateObject().SelectMany(property => Objects(property.Value)).Prepend(within),
        JsonValueKind.Array => within.EnumerateArray().SelectMany(Objects),
        _ => [],
    };

    public static IEnumerable<string> Strings(JsonElement within) => within.ValueKind switch
    {
        JsonValueKind.Object => within.EnumerateObject().SelectMany(property => Strings(property.Value)),
        JsonValueKind.Array => within.EnumerateArray().SelectMany(Strings),
        JsonValueKind.String => [within.GetString()!],
        _ => [],
    };

    /// <summary>All that can be read in a view, a text a line.</summary>
    public static string Read(View view) => string.Join('\n', Objects(Json(view)).Where(o => Type(o) is "plain_text" or "mrkdwn" or "text").Select(o => o.GetProperty("text").GetString()));

    public static string? Type(JsonElement element) => element.TryGetProperty("type", out var type) ? type.GetString() : null;

    public static List<string> Actions(View view) =>
        [.. Objects(Json(view)).Where(o => o.TryGetProperty("action_id", out _)).Select(o => o.GetProperty("action_id").GetString()!)];

    public static string? Value(View view, string action) => Objects(Json(view))
        .Where(o => o.TryGetProperty("action_id", out var id) && id.GetString() == action)
        .Select(o => o.GetProperty("value").GetString()).FirstOrDefault();
}
