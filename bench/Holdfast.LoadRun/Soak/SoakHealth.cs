using System.Text.Json;

namespace Holdfast.LoadRun.Soak;

/// <summary>What a soak looks at of <c>/health</c>.</summary>
/// <param name="Words"><c>ok</c>, or what is wrong.</param>
/// <param name="DeadLetters">How many dead letters there are; -1 when nothing answered.</param>
/// <param name="Left">Messages, deliveries and timers that something is still to be done about.</param>
internal sealed record SoakHealth(string Words, int DeadLetters, int Left)
{
    public static SoakHealth Read(string body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var status = root.GetProperty("status").GetString()!;
        var problems = string.Join("; ", root.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()));

        // What is scheduled is no backlog: expiries of approvals among it. Its timers are counted by themselves.
        var waiting = root.GetProperty("lanes").EnumerateArray().Where(lane => lane.GetProperty("queue").GetString() != "Scheduled").Sum(lane => lane.GetProperty("items").GetInt32());
        return new(status == "ok" ? status : $"{status}: {problems}", root.GetProperty("dead_letters").GetInt32(), waiting + root.GetProperty("timers").GetInt32());
    }

    public static SoakHealth Silent(string why) => new($"unreachable: {why}", DeadLetters: -1, Left: -1);
}
