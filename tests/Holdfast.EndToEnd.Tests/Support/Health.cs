using System.Net;
using System.Text.Json;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>What <c>/health</c> answered, or that nothing did.</summary>
/// <param name="code">Null when nothing answered.</param>
/// <param name="text">The body, or why there is none.</param>
internal sealed class Health(HttpStatusCode? code, string text)
{
    private readonly JsonElement _root = code is null ? default : JsonDocument.Parse(text).RootElement;

    public HttpStatusCode? Code => code;

    public string Status => code is null ? "unreachable" : _root.GetProperty("status").GetString()!;

    public string Problems => code is null ? text : string.Join("; ", _root.GetProperty("problems").EnumerateArray().Select(p => p.GetString()));

    public string Remarks => code is null ? text : string.Join("; ", _root.GetProperty("remarks").EnumerateArray().Select(p => p.GetString()));

    public int? Timers => Figure("timers");

    public int? DeadLetters => Figure("dead_letters");

    public int? Figure(string name) => code is null ? null : _root.GetProperty(name).GetInt32();

    /// <summary>Items that wait or are worked on, over all queues but that of what is to happen later.</summary>
    public int? Backlog => code is null
        ? null
        : _root.GetProperty("lanes").EnumerateArray()
            .Where(lane => lane.GetProperty("queue").GetString() != "Scheduled").Sum(lane => lane.GetProperty("items").GetInt32());

    /// <summary>All of it.</summary>
    public JsonElement Root => _root;

    public override string ToString() => $"{code} {text}";
}
