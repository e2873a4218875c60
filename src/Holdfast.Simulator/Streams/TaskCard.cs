using System.Text.Json.Nodes;

namespace Holdfast.Simulator.Streams;

/// <summary>A task of a streamed message: its newest title and status, and all the details and output that came for it.</summary>
internal sealed class TaskCard(string id, int number)
{
    private readonly List<string> _sources = [];
    private string _status = "";
    private string _details = "";
    private string _output = "";

    public string Title { get; private set; } = "";

    public void Update(StreamChunk.Task update)
    {
        Title = update.Title;
        _status = update.Status;
        _details += update.Details;
        _output += update.Output;
        _sources.AddRange(update.Sources.Except(_sources));
    }

    /// <summary>The card as a block.</summary>
    public JsonObject ToBlock()
    {
        var block = new JsonObject { ["type"] = "task_card", ["block_id"] = $"task-{number}", ["task_id"] = id, ["title"] = Title, ["status"] = _status };
        if (_details.Length > 0) block["details"] = RichText(_details);
        if (_output.Length > 0) block["output"] = RichText(_output);
        if (_sources.Count > 0) block["sources"] = new JsonArray([.. _sources.Select(source => JsonNode.Parse(source))]);
        return block;
    }

    private static JsonObject RichText(string text)
    {
        var words = new JsonObject { ["type"] = "text", ["text"] = text };
        var section = new JsonObject { ["type"] = "rich_text_section", ["elements"] = new JsonArray(words) };
        return new JsonObject { ["type"] = "rich_text", ["elements"] = new JsonArray(section) };
    }
}
