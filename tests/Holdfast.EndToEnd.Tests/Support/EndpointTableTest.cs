using Holdfast.Simulator.World;

namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>Tables of what a small endpoint of models does, and what the person reads.</summary>
public abstract class EndpointTableTest : EndToEndTest
{
    /// <summary>What no person, and no later prompt, is to have.</summary>
    private protected const string Secret = "SECRET";

    /// <summary>The settings of all tests: failures that may pass are over in a moment.</summary>
    private protected virtual IEnumerable<(string Key, string Value)> Quick => [("Runs:RetryDelay", "00:00:00.05"), ("Runs:MaxAttempts", "3"), ("Runs:Concurrency", "20")];

    /// <summary>Where the endpoint is, as a setting.</summary>
    private protected virtual (string Key, string Value) AddressOf(OddEndpoint endpoint) => ("OPENAI_BASE_URL", endpoint.BaseUrl);

    /// <summary>An endpoint that answers so.</summary>
    private protected virtual OddEndpoint EndpointOf(Func<int, OddRequest, OddReply> answer) => new(answer);

    /// <summary>Asks for every row at once, each in a thread of its own, and tells all that came out differently.</summary>
    private protected async Task PlayAsync(EndpointRow[] rows, params IEnumerable<(string Key, string Value)> settings)
    {
        await using var endpoint = EndpointOf((row, request) => rows[row].Plays(request));
        await PlayAsync(rows, endpoint, settings);
    }

    /// <summary>The same, and then asks again in each thread: what is secret was neither shown nor remembered.</summary>
    private protected async Task<OddEndpoint> PlayTwiceAsync(EndpointRow[] rows)
    {
        var endpoint = EndpointOf((row, request) => rows[row].Plays(request));
        var threads = await PlayAsync(rows, endpoint);

        foreach (var (row, thread) in threads.Index()) World.MentionBot(General, Ada, $"Once more, row {row}.", thread);
        await Server.WaitUntilIdleAsync();

        Assert.All(rows.Index(), row => Assert.DoesNotContain(Secret, endpoint.Asked(row.Index)[^1], StringComparison.Ordinal));
        Assert.DoesNotContain(World.Messages(General), message => message.Text.Contains(Secret, StringComparison.Ordinal));
        return endpoint;
    }

    private async Task<IReadOnlyList<string>> PlayAsync(EndpointRow[] rows, OddEndpoint endpoint, params IEnumerable<(string Key, string Value)> settings)
    {
        await StartAsync([.. Quick, AddressOf(endpoint), .. settings]);
        var threads = Enumerable.Range(0, rows.Length).Select(row => World.MentionBot(General, Ada, $"row {row}.")).ToList();
        await Server.WaitUntilIdleAsync(TimeSpan.FromMinutes(3));

        var wrong = rows.Index().Select(row => row.Item.Difference(Answers(General, threads[row.Index]), endpoint.Asked(row.Index).Count)).OfType<string>().ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {rows.Length} rows are wrong:{string.Concat(wrong)}");
        return threads;
    }
}
