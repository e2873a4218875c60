using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Text;

namespace Holdfast.Mcp.Protocol;

/// <summary>
/// Reads what a server says of its tools, page by page. All of it goes to the model with every question, so it is bounded; and one tool that is described
/// wrongly takes no other with it.
/// </summary>
/// <param name="chosen">The tools that the operator chose; empty for all.</param>
internal sealed class ToolListReader(IReadOnlyCollection<string> chosen)
{
    /// <summary>The most tools of a server: as many as some providers take in one request.</summary>
    public const int MaxTools = 128;

    /// <summary>The most characters of a description.</summary>
    public const int MaxDescription = 2_000;

    /// <summary>The most characters of one tool's schema.</summary>
    public const int MaxSchema = 32_000;

    /// <summary>The most characters of all descriptions and schemas: a quarter of what a model is given by default, and not more than that.</summary>
    public const int MaxTotal = 120_000;

    /// <summary>What is looked at; behind that nobody wrote the tools by hand.</summary>
    private const int MaxSeen = 10_000;

    private const int MaxName = 200;
    private const int MaxNamed = 10;

    private readonly List<ToolDescription> _tools = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<string> _leftOut = [];
    private int _seen;
    private int _total;
    private int _unnamed;

    /// <summary>Whether there is no use in another page.</summary>
    public bool IsFull => _seen >= MaxSeen;

    /// <summary>Takes a page.</summary>
    /// <param name="result">The answer to <c>tools/list</c>.</param>
    public void Add(JsonNode? result)
    {
        foreach (var tool in result.Part("tools") as JsonArray ?? [])
        {
            if (IsFull)
                return;
            _seen++;
            Take(tool);
        }
    }

    /// <summary>What there is.</summary>
    public ToolListing End()
    {
        if (_unnamed > 0)
            _leftOut.Add($"and {_unnamed} more");
        return new ToolListing(_tools, _leftOut);
    }

    private void Take(JsonNode? tool)
    {
        if (tool.Text("name") is not { Length: > 0 and <= MaxName } name)
        {
            LeaveOut("(a tool)", "it has no name, or one that is too long");
            return;
        }

        if (chosen.Count > 0 && !chosen.Contains(name, StringComparer.Ordinal))
            return;
        if (SchemaOf(tool.Part("inputSchema")) is not { } schema)
        {
            LeaveOut(name, "its arguments are not those of an object, or described at too great length");
            return;
        }

        var description = TextCut.Beginning(JsonReading.WithoutControls(tool.Text("description") ?? tool.Text("title") ?? ""), MaxDescription);
        var size = name.Length + description.Length + schema.Length;
        if (_tools.Count >= MaxTools || _total + size > MaxTotal)
        {
            LeaveOut(name, $"beyond {MaxTools} tools, or {MaxTotal} characters about them");
            return;
        }

        if (!_names.Add(name))
            return;
        _total += size;
        var annotations = tool.Part("annotations");
        _tools.Add(new ToolDescription(name, description, schema) { IsReadOnly = annotations.IsTrue("readOnlyHint"), IsIdempotent = annotations.IsTrue("idempotentHint") });
    }

    private void LeaveOut(string name, string why)
    {
        if (_leftOut.Count < MaxNamed)
            _leftOut.Add($"{TextCut.Beginning(name, 64)}: {why}");
        else
            _unnamed++;
    }

    private static string? SchemaOf(JsonNode? schema)
    {
        if (schema is not JsonObject described || (described.Part("type") is { } type && type.Text() != "object"))
            return null;
        string text;
        try
        {
            if (!described.ContainsKey("type"))
            {
                described = (JsonObject)described.DeepClone();
                described["type"] = "object";
            }

            text = described.ToJsonString();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or JsonException)
        {
            // Half a character, or one name twice: no provider would take it.
            return null;
        }

        return text.Length <= MaxSchema ? text : null;
    }
}
