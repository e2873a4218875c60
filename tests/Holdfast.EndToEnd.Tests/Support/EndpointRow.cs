using System.Text.Json;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>An oddity of a model endpoint.</summary>
/// <param name="Name">What is odd.</param>
/// <param name="Plays">What the endpoint does.</param>
/// <param name="Reads">What the person reads, all of it; with an ellipsis at its end, how it begins.</param>
/// <param name="Requests">How many requests are made.</param>
internal sealed record EndpointRow(string Name, Func<OddRequest, OddReply> Plays, string Reads, int Requests = 1)
{
    /// <summary>Whether an answer is what the person should read.</summary>
    public bool IsRead(string answer) => Reads.EndsWith('…') ? answer.StartsWith(Reads[..^1], StringComparison.Ordinal) : answer == Reads;

    /// <summary>What came out differently; null when nothing did.</summary>
    /// <param name="answers">What the person read.</param>
    /// <param name="requests">How many requests were made.</param>
    public string? Difference(IReadOnlyList<string> answers, int requests)
    {
        var read = string.Join(" | ", answers).Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        return IsRead(read) && requests == Requests
            ? null
            : $"\n  {Name}: expected \"{Reads}\" after {Requests} requests, but \"{read[..Math.Min(read.Length, 300)]}\" after {requests}";
    }

    /// <summary>An event of a stream.</summary>
    public static string Chunk(string delta, string finish = "null") =>
        $$"""{"id":"c1","object":"chat.completion.chunk","created":1,"model":"odd","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""";

    /// <summary>An event with some of the text.</summary>
    public static string Text(string text) => Chunk($$"""{"content":{{JsonSerializer.Serialize(text)}}}""");

    /// <summary>An event with pieces of calls.</summary>
    public static string Calls(params string[] pieces) => Chunk($$"""{"tool_calls":[{{string.Join(',', pieces)}}]}""");

    /// <summary>The event that ends an answer.</summary>
    public static string End(string reason = "stop") => Chunk("{}", $"\"{reason}\"");

    /// <summary>A whole answer in one body.</summary>
    public static string Whole(string message, string finish = "\"stop\"") =>
        $$$"""{"id":"c1","object":"chat.completion","created":1,"model":"odd","choices":[{"index":0,"message":{{{message}}},"finish_reason":{{{finish}}}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""";

    /// <summary>An answer that is streamed as it should be.</summary>
    public static OddReply Good(string text) => OddReply.Events(Text(text), End(), "[DONE]");

    /// <summary>Events that call tools; when their results come, it is told how many came.</summary>
    public static Func<OddRequest, OddReply> ThenTells(params string[] events) =>
        request => request.HasResult ? Good($"{request.Count("\"role\":\"tool\"")} results") : OddReply.Events([.. events, End("tool_calls"), "[DONE]"]);
}
