using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Model;

/// <summary>One message of the conversation a model is given.</summary>
/// <param name="Role"><c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>.</param>
/// <param name="Text">Its text; parts joined, other parts left out.</param>
public sealed record ModelMessage(string Role, string Text);

/// <summary>A chat completion call as the model sees it.</summary>
/// <param name="Model">The model's name as asked for.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Stream">Whether the answer is wanted in pieces.</param>
/// <param name="IncludeUsage">Whether a stream shall end with the usage.</param>
/// <param name="Tools">Names of the tools the model may call.</param>
public sealed record ModelRequest(
    string Model, IReadOnlyList<ModelMessage> Messages, bool Stream, bool IncludeUsage, IReadOnlyList<string> Tools)
{
    /// <summary>The texts of the user's messages, oldest first.</summary>
    public IReadOnlyList<string> UserTexts { get; } = [.. Messages.Where(message => message.Role == "user").Select(message => message.Text)];

    /// <summary>The latest text of the user, or nothing.</summary>
    public string LastUserText => UserTexts.Count == 0 ? "" : UserTexts[^1];

    /// <summary>Null when the body is not a chat completion request; <paramref name="problem"/> says why.</summary>
    internal static ModelRequest? Read(ReadOnlyMemory<byte> body, out string problem)
    {
        problem = "";
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.Text("model") is not { Length: > 0 } model)
            {
                problem = "you must provide a model parameter";
                return null;
            }

            if (!root.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0)
            {
                problem = "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.";
                return null;
            }

            return new ModelRequest(
                model,
                [.. messages.EnumerateArray().Select(message => new ModelMessage(message.Text("role") ?? "user", TextOf(message)))],
                Is(root, "stream"),
                root.TryGetProperty("stream_options", out var options) && Is(options, "include_usage"),
                ToolsOf(root));
        }
        catch (JsonException)
        {
            problem = "We could not parse the JSON body of your request.";
            return null;
        }
    }

    private static string TextOf(JsonElement message)
    {
        if (message.Text("content") is { } text) return text;
        if (!message.TryGetProperty("content", out var parts) || parts.ValueKind != JsonValueKind.Array) return "";
        return string.Join('\n', parts.EnumerateArray().Select(part => part.Text("text")).Where(part => part is not null));
    }

    private static bool Is(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static IReadOnlyList<string> ToolsOf(JsonElement root)
    {
        if (!root.TryGetProperty("tools", out var tools) || tools.ValueKind != JsonValueKind.Array) return [];
        return [.. tools.EnumerateArray()
            .Select(tool => tool.TryGetProperty("function", out var function) ? function.Text("name") : null)
            .OfType<string>()];
    }
}
