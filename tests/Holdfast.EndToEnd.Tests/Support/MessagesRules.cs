using System.Text.Json;
using System.Text.RegularExpressions;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>What Anthropic demands of a request, and a little more: it would put messages of one role together by itself.</summary>
internal static partial class MessagesRules
{
    /// <summary>A refusal in Anthropic's manner; null where nothing is wrong.</summary>
    public static OddReply? Check(OddRequest request, string key)
    {
        var head = request.Head.Split("\r\n");
        if (!head[0].StartsWith("POST /v1/messages ", StringComparison.Ordinal)) return MessagesReply.Refuse(404, "not_found_error", "Not found");
        if (!Has(head, "authorization", $"Bearer {key}") || !Has(head, "x-api-key", key)) return MessagesReply.Refuse(401, "authentication_error", "invalid x-api-key");
        return Problem(JsonElement.Parse(request.Body), head) is { } problem ? MessagesReply.Refuse(400, "invalid_request_error", problem) : null;
    }

    private static string? Problem(JsonElement body, string[] head)
    {
        if (!Array.Exists(head, line => line.StartsWith("anthropic-version: 20", StringComparison.OrdinalIgnoreCase))) return "anthropic-version: header is required";
        if (!body.TryGetProperty("max_tokens", out var limit) || limit.GetInt32() < 1) return "max_tokens: Field required";
        if (!body.GetProperty("stream").GetBoolean()) return "stream: should be true";
        if (body.TryGetProperty("thinking", out var thinking) && thinking.TryGetProperty("budget_tokens", out var budget) && budget.GetInt32() >= limit.GetInt32())
            return "max_tokens must be greater than thinking.budget_tokens";
        var messages = body.GetProperty("messages").EnumerateArray().ToList();
        if (messages.Count == 0 || Role(messages[0]) != "user") return "messages: first message must use the \"user\" role";
        for (var i = 0; i < messages.Count; i++)
        {
            if (i > 0 && Role(messages[i]) == Role(messages[i - 1])) return $"messages.{i}: roles must alternate";
            var (blocks, before) = (BlocksOf(messages[i]), i == 0 ? [] : BlocksOf(messages[i - 1]));
            if (blocks.Count == 0) return $"messages.{i}: content must be non-empty";
            if (blocks.Exists(block => Type(block) == "text" && string.IsNullOrWhiteSpace(block.GetProperty("text").GetString()))) return $"messages.{i}: text content blocks must be non-empty";
            if (ProblemOfCalls(blocks, before) is { } problem) return $"messages.{i}: {problem}";
        }

        return null;
    }

    private static string? ProblemOfCalls(List<JsonElement> blocks, List<JsonElement> before)
    {
        var calls = before.Where(block => Type(block) == "tool_use").Select(block => block.GetProperty("id").GetString()!).ToList();
        if (calls.Exists(id => !Id().IsMatch(id))) return "tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'";
        if (before.Exists(block => Type(block) == "tool_use" && block.GetProperty("input").ValueKind != JsonValueKind.Object)) return "tool_use.input: Input should be an object";
        var first = blocks.TakeWhile(block => Type(block) == "tool_result").Select(block => block.GetProperty("tool_use_id").GetString()!).ToList();
        if (!first.Order(StringComparer.Ordinal).SequenceEqual(calls.Order(StringComparer.Ordinal))) return "`tool_use` ids were found without `tool_result` blocks immediately after";
        return blocks.Count(block => Type(block) == "tool_result") == first.Count ? null : "unexpected `tool_use_id` found in `tool_result` blocks";
    }

    private static List<JsonElement> BlocksOf(JsonElement message) => [.. message.GetProperty("content").EnumerateArray()];

    private static string? Role(JsonElement message) => message.GetProperty("role").GetString();

    private static string? Type(JsonElement block) => block.GetProperty("type").GetString();

    private static bool Has(string[] head, string name, string value) => Array.Exists(head, line => line.Equals($"{name}: {value}", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("^[a-zA-Z0-9_-]+$", RegexOptions.None, 1000)]
    private static partial Regex Id();
}
