using System.Text;
using System.Text.Json.Nodes;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Streams;

/// <summary>
/// What a streamed message says so far, put together of its chunks in the order they came: text that follows text is one block, a task
/// stays where it was first named. As a plan, all tasks stand together in the place of the first.
/// </summary>
internal sealed class StreamedContent(bool isPlan)
{
    /// <summary>The most blocks that chunks may bring, in all.</summary>
    public const int MaxBlocks = 50;

    /// <summary>A bound of the simulator's own; Slack names none for the whole.</summary>
    public const int MaxCharacters = 400_000;

    private readonly List<object> _parts = [];
    private readonly OrderedDictionary<string, TaskCard> _tasks = [];
    private readonly PlanHead _plan = new();
    private int _blocks;
    private int _length;

    private sealed class PlanHead
    {
        public string Title { get; set; } = "";
    }

    /// <summary>How many blocks there would be with these.</summary>
    public int BlocksWith(IEnumerable<StreamChunk> chunks) => _blocks + chunks.OfType<StreamChunk.MoreBlocks>().Sum(chunk => chunk.Blocks.Count);

    /// <summary>How long it would be with these.</summary>
    public long LengthWith(IEnumerable<StreamChunk> chunks) => _length + chunks.Sum(chunk => (long)chunk.Length);

    public void Add(IEnumerable<StreamChunk> chunks)
    {
        foreach (var chunk in chunks)
        {
            _length += chunk.Length;
            Add(chunk);
        }
    }

    /// <summary>The fallback in mrkdwn: the text, then what the tasks are called.</summary>
    public string Text => string.Join(
        ' ', _parts.OfType<StringBuilder>().Select(text => MarkdownText.ToMrkdwn(text.ToString())).Concat(_tasks.Values.Select(task => task.Title))).Trim();

    /// <summary>The blocks as JSON text; null while there are none.</summary>
    /// <param name="last">What stands below, as JSON text.</param>
    public string? Blocks(string? last = null)
    {
        var blocks = new JsonArray();
        foreach (var part in _parts) blocks.Add(ToBlock(part, blocks.Count));
        if (last is not null)
        {
            foreach (var block in JsonNode.Parse(last)!.AsArray()) blocks.Add(block?.DeepClone());
        }

        return blocks.Count == 0 ? null : blocks.ToJsonString(JsonText.Relaxed);
    }

    /// <summary>Blocks without the cards of tasks, which an update of a finished message takes away; null when none are left.</summary>
    public static string? WithoutCards(string? blocks)
    {
        if (blocks is null) return null;
        var left = JsonNode.Parse(blocks)!.AsArray().Where(block => (string?)block?["type"] is not ("task_card" or "plan")).Select(block => block?.DeepClone());
        var kept = new JsonArray([.. left]);
        return kept.Count == 0 ? null : kept.ToJsonString(JsonText.Relaxed);
    }

    private void Add(StreamChunk chunk)
    {
        switch (chunk)
        {
            case StreamChunk.MoreText text:
                if (_parts.LastOrDefault() is not StringBuilder open) _parts.Add(open = new StringBuilder());
                open.Append(text.Markdown);
                break;
            case StreamChunk.Task update:
                AddTask(update);
                break;
            case StreamChunk.Plan plan:
                _plan.Title = plan.Title;
                ShowPlan();
                break;
            case StreamChunk.MoreBlocks more:
                _blocks += more.Blocks.Count;
                _parts.AddRange(more.Blocks);
                break;
        }
    }

    private void AddTask(StreamChunk.Task update)
    {
        if (!_tasks.TryGetValue(update.Id, out var task))
        {
            _tasks[update.Id] = task = new TaskCard(update.Id, _tasks.Count + 1);
            if (!isPlan) _parts.Add(task);
        }

        task.Update(update);
        ShowPlan();
    }

    private void ShowPlan()
    {
        if (isPlan && !_parts.Contains(_plan)) _parts.Add(_plan);
    }

    private JsonNode? ToBlock(object part, int index) => part switch
    {
        StringBuilder text => new JsonObject { ["type"] = "markdown", ["block_id"] = $"text-{index}", ["text"] = text.ToString() },
        TaskCard task => task.ToBlock(),
        PlanHead plan => new JsonObject
        {
            ["type"] = "plan", ["block_id"] = "plan", ["title"] = plan.Title, ["tasks"] = new JsonArray([.. _tasks.Values.Select(task => task.ToBlock())]),
        },
        string block => JsonNode.Parse(block),
        _ => throw new InvalidOperationException($"No block for {part}."),
    };
}
