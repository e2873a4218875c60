using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Model;

/// <summary>Reads a chat completion call, and refuses what OpenAI refuses.</summary>
internal static class ModelRequestReader
{
    private static readonly string[] Roles = ["system", "assistant", "user", "tool", "developer"];

    /// <summary>Null when the request is refused; <paramref name="problem"/> says why.</summary>
    public static ModelRequest? Read(ReadOnlyMemory<byte> body, out ModelProblem problem)
    {
        problem = new ModelProblem("We could not parse the JSON body of your request.");
        try
        {
            using var document = JsonDocument.Parse(body);
            return Read(document.RootElement, ref problem);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ModelRequest? Read(JsonElement root, ref ModelProblem problem)
    {
        if (root.Text("model") is not { Length: > 0 } model)
        {
            problem = new ModelProblem("you must provide a model parameter");
            return null;
        }

        if (!root.TryGetProperty("messages", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            problem = new ModelProblem(
                "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.", "messages", "empty_array");
            return null;
        }

        var messages = new List<ModelMessage>(list.GetArrayLength());
        var images = new ImageRules();
        foreach (var element in list.EnumerateArray())
        {
            if (ReadMessage(element, model, messages.Count, images, ref problem) is not { } message) return null;
            messages.Add(message);
        }

        if ((ToolRules.Check(root) ?? ConversationRules.Check(messages)) is { } refused)
        {
            problem = refused;
            return null;
        }

        return new ModelRequest(
            model, messages, Is(root, "stream"), root.TryGetProperty("stream_options", out var options) && Is(options, "include_usage"), ToolsOf(root))
        {
            MayCallTools = root.Text("tool_choice") != "none",
            MayCallInParallel = !root.TryGetProperty("parallel_tool_calls", out var parallel) || parallel.ValueKind != JsonValueKind.False,
        };
    }

    private static ModelMessage? ReadMessage(JsonElement message, string model, int index, ImageRules images, ref ModelProblem problem)
    {
        if (message.Text("role") is not { } role)
        {
            problem = new ModelProblem($"Missing required parameter: 'messages[{index}].role'.", $"messages[{index}].role", "missing_required_parameter");
            return null;
        }

        if (!Roles.Contains(role))
        {
            var known = string.Join(", ", Roles.Select(each => $"'{each}'"));
            problem = new ModelProblem($"Invalid value: '{role}'. Supported values are: {known}.", $"messages[{index}].role", "invalid_value");
            return null;
        }

        if (CallsOf(message, index, ref problem) is not { } calls) return null;
        if (ReadImages(message, role, model, index, images, out var seen) is { } refused)
        {
            problem = refused;
            return null;
        }

        return new ModelMessage(role, TextOf(message)) { Images = seen, ToolCalls = calls, ToolCallId = role == "tool" ? message.Text("tool_call_id") : null };
    }

    private static List<ModelToolCall>? CallsOf(JsonElement message, int index, ref ModelProblem problem)
    {
        var calls = new List<ModelToolCall>();
        if (!message.TryGetProperty("tool_calls", out var list) || list.ValueKind == JsonValueKind.Null) return calls;
        var at = $"messages[{index}].tool_calls";
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            problem = new ModelProblem($"Invalid '{at}': empty array. Expected an array with minimum length 1, but got an empty array instead.", at, "empty_array");
            return null;
        }

        foreach (var call in list.EnumerateArray())
        {
            var function = call.ValueKind == JsonValueKind.Object && call.TryGetProperty("function", out var named) ? named : default;
            var missing = call.Text("id") is null ? "id"
                : call.Text("type") is null ? "type"
                : function.Text("name") is null ? "function.name"
                : function.Text("arguments") is null ? "function.arguments"
                : null;
            if (missing is not null)
            {
                var where = $"{at}[{calls.Count}].{missing}";
                problem = new ModelProblem($"Missing required parameter: '{where}'.", where, "missing_required_parameter");
                return null;
            }

            calls.Add(new ModelToolCall(function.Text("name")!, function.Text("arguments")!) { Id = call.Text("id") });
        }

        return calls;
    }

    private static ModelProblem? ReadImages(JsonElement message, string role, string model, int index, ImageRules rules, out List<ModelImage> images)
    {
        images = [];
        if (!message.Has("content", out var parts) || parts.ValueKind != JsonValueKind.Array) return null;
        var place = 0;
        foreach (var part in parts.EnumerateArray())
        {
            var at = $"messages[{index}].content[{place++}]";
            if (part.Text("type") is not { } type) return new ModelProblem($"Missing required parameter: '{at}.type'.", $"{at}.type", "missing_required_parameter");
            if (type is not ("text" or "image_url" or "input_audio" or "refusal" or "audio" or "file"))
            {
                return new ModelProblem(
                    $"Invalid value: '{type}'. Supported values are: 'text', 'image_url', 'input_audio', 'refusal', 'audio', and 'file'.", at, "invalid_value");
            }

            if (type != "image_url") continue;
            if (role != "user")
            {
                return new ModelProblem(
                    $"Invalid 'messages[{index}]'. Image URLs are only allowed for messages with role 'user', but this message with role '{role}' contains an image URL.",
                    $"messages[{index}]",
                    "invalid_value");
            }

            part.Has("image_url", out var url);
            if (ImageRules.CheckModel(model, $"{at}.type") is { } blind) return blind;
            if (rules.Read(url.Text("url"), url.Text("detail"), $"{at}.image_url.url", out var image) is { } refused) return refused;
            images.Add(image!);
        }

        return null;
    }

    private static string TextOf(JsonElement message)
    {
        if (message.Text("content") is { } text) return text;
        if (!message.TryGetProperty("content", out var parts) || parts.ValueKind != JsonValueKind.Array) return "";
        return string.Join('\n', parts.EnumerateArray().Select(part => part.Text("text")).Where(part => part is not null));
    }

    private static bool Is(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static IReadOnlyList<ModelTool> ToolsOf(JsonElement root)
    {
        if (!root.TryGetProperty("tools", out var tools) || tools.ValueKind != JsonValueKind.Array) return [];
        return [.. tools.EnumerateArray()
            .Select(tool => tool.GetProperty("function"))
            .Select(function => new ModelTool(
                function.Text("name")!,
                function.Text("description") ?? "",
                function.TryGetProperty("parameters", out var schema) && schema.ValueKind == JsonValueKind.Object ? schema.GetRawText() : null))];
    }
}
