using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Holdfast.Conversations;
using Holdfast.Items;
using Holdfast.Records;
using Holdfast.Redis.Connections;
using Holdfast.Redis.Memory;
using Holdfast.Simulator.Load;
using Holdfast.Slack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Holdfast.LoadRun;

/// <summary>One worker's way to Redis, and the bare client beside it.</summary>
internal sealed class MemoryMeasurement : IAsyncDisposable
{
    private const int Conversations = 100;
    private const int WarmUp = 2_000;

    private readonly ServiceProvider _services;
    private readonly RedisConnection _connection;
    private readonly RedisMemory _memory;
    private readonly ConnectionMultiplexer _bare;
    private readonly int _turns;

    private MemoryMeasurement(ServiceProvider services, RedisConnection connection, RedisMemory memory, ConnectionMultiplexer bare, int turns) =>
        (_services, _connection, _memory, _bare, _turns) = (services, connection, memory, bare, turns);

    public static async Task<MemoryMeasurement> OpenAsync(string url, int turns, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var options = Options.Create(new RedisOptions { Url = url, KeyPrefix = "bench:" });
        var metrics = new RedisMetrics(services.GetRequiredService<IMeterFactory>());
        var health = new MemoryHealth(TimeProvider.System);
        var connection = new RedisConnection(options, health, metrics, TimeProvider.System, NullLogger<RedisConnection>.Instance);
        await connection.OpenAsync(cancellationToken);
        var memory = new RedisMemory(
            connection, options, Options.Create(new MemoryOptions { MaxTurns = turns }), health, metrics, NullLogger<RedisMemory>.Instance);
        var address = new Uri(url);
        var bare = await ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
        {
            EndPoints = { { address.Host, address.Port } }, Password = address.UserInfo.Split(':').Last() is { Length: > 0 } password ? Uri.UnescapeDataString(password) : null,
        });
        return new MemoryMeasurement(services, connection, memory, bare, turns);
    }

    public async IAsyncEnumerable<string> RunAsync(int operations, int atOnce, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var text = string.Concat(Enumerable.Repeat("What was said. ", 14))[..200];
        var history = Enumerable.Range(0, _turns).Select(i => new Turn(i % 2 == 0 ? Turn.User : Turn.Assistant, text)).ToList();
        for (var i = 0; i < Conversations; i++)
            await _memory.RememberAsync(NewRun(), Conversation(i), history, cancellationToken);
        var database = _bare.GetDatabase();
        var value = string.Concat(history.Select(turn => turn.Content));
        foreach (var (name, operation) in new (string, Func<int, Task>)[]
        {
            ("bare GET", i => database.StringGetAsync($"bench:bare:{i % Conversations}")),
            ("load", async i => await _memory.RecallAsync(Conversation(i), run: null, cancellationToken)),
            ("bare SET", i => database.StringSetAsync($"bench:bare:{i % Conversations}", value, TimeSpan.FromHours(1))),
            ("save", async i => await _memory.RememberAsync(NewRun(), Conversation(i), history[..2], cancellationToken)),
        })
        {
            await MeasureAsync(WarmUp, atOnce, operation);
            var since = Stopwatch.GetTimestamp();
            var times = await MeasureAsync(operations, atOnce, operation);
            yield return $"{name,-8} {Percentiles.Of(times)}; {operations / Stopwatch.GetElapsedTime(since).TotalSeconds:F0}/s";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _bare.DisposeAsync();
        await _connection.DisposeAsync();
        await _services.DisposeAsync();
    }

    private static async Task<IEnumerable<double>> MeasureAsync(int operations, int atOnce, Func<int, Task> operation)
    {
        var next = -1;
        var times = new double[operations];
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var i && i < operations)
            {
                var since = Stopwatch.GetTimestamp();
                await operation(i);
                times[i] = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            }
        }));
        return times;
    }

    private static RunHold NewRun() => new(ItemId.New(TimeProvider.System), Fence: 1);

    private static ConversationId Conversation(int number) => new(
        new TeamId("T1"), new ChannelId("C1"), new SlackTs(string.Create(CultureInfo.InvariantCulture, $"1700000000.{number % Conversations:000000}")));
}
