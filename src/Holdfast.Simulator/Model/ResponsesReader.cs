using System.Text.Json;
using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Model;

/// <summary>Reads a call of OpenAI's Responses, and refuses what OpenAI refuses: https://platform.openai.com/docs/api-reference/responses/create</summary>
internal static class ResponsesReader
{
    private static readonly string[] Roles = ["assistant", "system", "developer", "user"];

    /// <summary>The parameters there are; any other is refused.</summary>
    private static readonly HashSet<string> Parameters =
    [
        "background", "context_management", "conversation", "include", "input", "instructions", "max_output_tokens", "max_tool_calls", "metadata", "model", "parallel_tool_calls",
        "previous_response_id", "prompt", "prompt_cache_key", "prompt_cache_options", "prompt_cache_retention", "reasoning", "safety_identifier", "service_tier", "store", "stream",
        "stream_options", "temperature", "text", "tool_choice", "tools", "top_logprobs", "top_p", "truncation", "user",
    ];

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
            problem = new ModelProblem("Missing required parameter: 'model'.", "model", "missing_required_parameter");
            return null;
        }

        var messages = new List<ModelMessage>();
        if (root.Text("instructions") is { } instructions) messages.Add(new ModelMessage("system", instructions));
        if ((Check(root, model) ?? ToolRules.Check(root, isFlat: true) ?? ReadInput(root, model, messages) ?? SealedThinking.Check(root)) is { } refused)
        {
            problem = refused;
            return null;
        }

        return new ModelRequest(model, messages, Is(root, "stream"), IncludeUsage: true, ToolsOf(root))
        {
            MayCallTools = root.Text("tool_choice") != "none",
            MayCallInParallel = !root.Has("parallel_tool_calls", out var parallel) || parallel.ValueKind != JsonValueKind.False,
            WantsThinking = Includes(root, SealedThinking.Included),
            WantsSummary = root.Has("reasoning", out var reasoning) && reasoning.Text("summary") is not null,
        };
    }

    private static ModelProblem? Check(JsonElement root, string model)
    {
        if (NamesIn(root).FirstOrDefault(name => !Parameters.Contains(name)) is { } unknown)
            return new ModelProblem($"Unknown parameter: '{unknown}'.", unknown, "unknown_parameter");
        if (root.Text("previous_response_id") is { } previous)
            return new ModelProblem($"Previous response with id '{previous}' not found.", "previous_response_id", "previous_response_not_found");
        if (SealedThinking.HasModel(model)) return null;
        if (root.Has("reasoning", out var reasoning) && NamesIn(reasoning).FirstOrDefault() is { } asked)
            return new ModelProblem($"Unsupported parameter: 'reasoning.{asked}' is not supported with this model.", $"reasoning.{asked}", "unsupported_parameter");
        return Includes(root, SealedThinking.Included) ? new ModelProblem("Encrypted content is not supported with this model.", "include") : null;
    }

    private static ModelProblem? ReadInput(JsonElement root, string model, List<ModelMessage> messages)
    {
        if (root.Text("input") is { } text)
        {
            messages.Add(new ModelMessage("user", text));
            return null;
        }

        if (!root.Has("input", out var input) || input.ValueKind != JsonValueKind.Array)
            return new ModelProblem("Missing required parameter: 'input'.", "input", "missing_required_parameter");
        var unanswered = new List<string>();
        var images = new ResponsesImages(model);
        var index = 0;
        foreach (var item in input.EnumerateArray())
        {
            if (ReadItem(item, $"input[{index++}]", messages, unanswered, images) is { } refused) return refused;
        }

        return unanswered.Count == 0 ? null : new ModelProblem($"No tool output found for function call {unanswered[0]}.", "input");
    }

    private static ModelProblem? ReadItem(JsonElement item, string at, List<ModelMessage> messages, List<string> unanswered, ResponsesImages images)
    {
        switch (item.Text("type") ?? (item.Has("role", out _) ? "message" : null))
        {
            case null:
                return Missing($"{at}.type");
            case "message":
                return ReadMessage(item, at, messages, images);
            case "reasoning":
                return item.Text("id") is null ? Missing($"{at}.id") : item.Has("summary", out var summary) && summary.ValueKind == JsonValueKind.Array ? null : Missing($"{at}.summary");
            case "function_call":
                if ((item.Text("call_id") is null ? "call_id" : item.Text("name") is null ? "name" : item.Text("arguments") is null ? "arguments" : null) is { } missing)
                    return Missing($"{at}.{missing}");
                var call = new ModelToolCall(item.Text("name")!, item.Text("arguments")!) { Id = item.Text("call_id") };
                unanswered.Add(call.Id!);
                if (messages is not [.., { Role: "assistant" }]) messages.Add(new ModelMessage("assistant", ""));
                messages[^1] = messages[^1] with { ToolCalls = [.. messages[^1].ToolCalls, call] };
                return null;
            case "function_call_output":
                if (item.Text("call_id") is not { } answered) return Missing($"{at}.call_id");
                if (!item.Has("output", out var output)) return Missing($"{at}.output");
                if (!unanswered.Remove(answered))
                    return new ModelProblem($"No tool call found for function call output with call_id {answered}.", "input");
                if (images.Read(output, "user", $"{at}.output", out var shown) is { } refused) return refused;
                messages.Add(new ModelMessage("tool", TextOf(item, "output")) { Images = shown, ToolCallId = answered });
                return null;
            case var type:
                return new ModelProblem($"Invalid value: '{type}'. Supported values are: 'message', 'reasoning', 'function_call' and 'function_call_output'.", $"{at}.type", "invalid_value");
        }
    }

    private static ModelProblem? ReadMessage(JsonElement item, string at, List<ModelMessage> messages, ResponsesImages images)
    {
        if (item.Text("role") is not { } role) return Missing($"{at}.role");
        if (!Roles.Contains(role))
        {
            var known = string.Join(", ", Roles.Select(each => $"'{each}'"));
            return new ModelProblem($"Invalid value: '{role}'. Supported values are: {known}.", $"{at}.role", "invalid_value");
        }

        if (!item.Has("content", out var content)) return Missing($"{at}.content");
        if (images.Read(content, role, $"{at}.content", out var seen) is { } refused) return refused;
        messages.Add(new ModelMessage(role, TextOf(item, "content")) { Images = seen });
        return null;
    }

    private static IEnumerable<string> NamesIn(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Select(property => property.Name) : [];

    private static string TextOf(JsonElement item, string name)
    {
        if (item.Text(name) is { } text) return text;
        if (!item.Has(name, out var parts) || parts.ValueKind != JsonValueKind.Array) return "";
        return string.Join('\n', parts.EnumerateArray().Select(part => part.Text("text") ?? part.Text("refusal")).Where(part => part is not null));
    }

    private static bool Is(JsonElement element, string name) => element.Has(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static bool Includes(JsonElement root, string name) =>
        root.Has("include", out var list) && list.ValueKind == JsonValueKind.Array && list.EnumerateArray().Any(one => one.ValueKind == JsonValueKind.String && one.ValueEquals(name));

    private static IReadOnlyList<ModelTool> ToolsOf(JsonElement root) => !root.Has("tools", out var tools) || tools.ValueKind != JsonValueKind.Array
        ? []
        : [.. tools.EnumerateArray().Select(tool => new ModelTool(
            tool.Text("name")!, tool.Text("description") ?? "", tool.Has("parameters", out var schema) && schema.ValueKind == JsonValueKind.Object ? schema.GetRawText() : null))];

    private static ModelProblem Missing(string at) => new($"Missing required parameter: '{at}'.", at, "missing_required_parameter");
}
