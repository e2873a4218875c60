using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Redis.Connections;
using Holdfast.Redis.Memory;
using Holdfast.Redis.Rates;
using Holdfast.Slack;
using Holdfast.Testing;
using Holdfast.Tests;
using Microsoft.Extensions.Options;

namespace Holdfast.Redis.Tests;

/// <summary>One worker's way to Redis, connected.</summary>
internal sealed class RedisBench : IAsyncDisposable
{
    public static readonly ConversationId Here = new(new TeamId("T1"), new ChannelId("C1"), new SlackTs("1700000000.000100"));
    public const string Key = "slack_conv:C1:1700000000.000100";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public RedisBench(RedisOptions options, MemoryOptions? memory = null)
    {
        Metrics = new RedisMetrics(Meters);
        Health = new MemoryHealth(TimeProvider.System);
        Connection = new RedisConnection(Options.Create(options), Health, Metrics, TimeProvider.System, Logs);
        Memory = new RedisMemory(Connection, Options.Create(options), Options.Create(memory ?? new MemoryOptions()), Health, Metrics, MemoryLogs);
        Window = new RedisRateWindow(Connection, Options.Create(options));
    }

    public TestMeters Meters { get; } = new();

    public RedisMetrics Metrics { get; }

    public MemoryHealth Health { get; }

    public RecordedLogs<RedisConnection> Logs { get; } = new();

    public RecordedLogs<RedisMemory> MemoryLogs { get; } = new();

    public RedisConnection Connection { get; }

    public RedisMemory Memory { get; }

    public RedisRateWindow Window { get; }

    public static Task<RedisBench> OpenAsync(string url, MemoryOptions? memory = null) => OpenAsync(new RedisOptions { Url = url }, memory);

    public static async Task<RedisBench> OpenAsync(RedisOptions options, MemoryOptions? memory = null)
    {
        var bench = new RedisBench(options, memory);
        await bench.Connection.OpenAsync(CancellationToken.None);
        return bench;
    }

    public static ItemId NewRun() => ItemId.New(TimeProvider.System);

    public Task SayAsync(ItemId run, params string[] said) => SayAsync(new RunHold(run, Fence: 0), said);

    public async Task SayAsync(RunHold run, params string[] said)
    {
        Turn[] turns = [.. said.Select((text, index) => new Turn(index % 2 == 0 ? Turn.User : Turn.Assistant, text))];
        Assert.Empty(await Memory.RememberAsync(run, Here, turns, CancellationToken.None));
    }

    public Task<IEnumerable<string>> HeardAsync(ItemId run) => HeardAsync(new RunHold(run, Fence: 0));

    public async Task<IEnumerable<string>> HeardAsync(RunHold? run = null) =>
        (await Memory.RecallAsync(Here, run, CancellationToken.None)).Select(turn => turn.Content.Text);

    /// <summary>The first answer after an outage: the client connects again in its own time.</summary>
    public async Task<IEnumerable<string>> HeardAgainAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return await HeardAsync();
            }
            catch (MemoryException e) when (e.IsTransient)
            {
                patience.Token.ThrowIfCancellationRequested();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        Metrics.Dispose();
        Meters.Dispose();
    }
}
