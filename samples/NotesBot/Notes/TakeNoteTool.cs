using System.Text.Json;
using Holdfast.Items;
using Holdfast.Tools;

namespace NotesBot.Notes;

/// <summary><c>take_note</c>: keeps a note for whoever asks.</summary>
public sealed class TakeNoteTool(TimeProvider time) : IAgentTool
{
    public const string ToolName = "take_note";

    private static readonly JsonElement Schema = JsonElement.Parse("""{ "type": "object", "properties": { "text": { "type": "string" } }, "required": ["text"] }""");

    public string Name => ToolName;

    public string Description => "Keeps a note for the user who asks.";

    public JsonElement Parameters => Schema;

    public ToolPolicy DefaultPolicy => ToolPolicy.Auto;

    public ToolReview Review(JsonElement arguments) => Read(arguments) is { } text ? new ToolReview.Accepted($"Take a note: {text}") : new ToolReview.Refused("\"text\" is missing.");

    public ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var note = new Note { Id = ItemId.New(time), Team = call.Turn.Conversation.Team.Value, User = call.Turn.User, Text = Read(call.Arguments)! };
        return new(new ToolResult("Noted.") { Effects = new Effects { Records = [note.ToRecord()] } });
    }

    private static string? Read(JsonElement arguments) =>
        arguments.TryGetProperty("text", out var text) && text.ValueKind == JsonValueKind.String && text.GetString() is { Length: > 0 } words ? words : null;
}
