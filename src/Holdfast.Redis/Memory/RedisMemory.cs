using Holdfast.Conversations;
using Holdfast.Lanes;
using Holdfast.Redis.Connections;
using Holdfast.Redis.Scripts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Holdfast.Redis.Memory;

/// <summary>
/// Conversation memory in Redis, in a form that other programs share: <c>slack_conv:{channel}:{thread}</c> is a JSON array of turns.
/// It is written before the run that it belongs to is committed, and knows which turns are of which run, so that a run done again
/// neither says anything twice nor hears itself.
/// </summary>
public sealed partial class RedisMemory(
    RedisConnection redis,
    IOptions<RedisOptions> options,
    IOptions<MemoryOptions> memory,
    MemoryHealth health,
    RedisMetrics metrics,
    ILogger<RedisMemory> logger) : IMemoryKeeper
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Turn>> RecallAsync(ConversationId conversation, ItemId? run, CancellationToken cancellationToken)
    {
        var keys = MemoryKeys.Of(options.Value.KeyPrefix, conversation);
        RedisValue[] arguments = [memory.Value.MaxTurns, run?.ToString() ?? ""];
        var turns = TurnJson.Read((await RunAsync("load", Script.Load, keys, arguments, cancellationToken)).ToString());
        metrics.Conversation("load", turns.Count);
        LogLoaded(keys.Turns, turns.Count);
        return turns;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<NewTurn>> RememberAsync(
        ItemId run, ConversationId conversation, IReadOnlyList<Turn> turns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turns);
        var keys = MemoryKeys.Of(options.Value.KeyPrefix, conversation);
        RedisValue[] arguments =
        [
            (long)memory.Value.TimeToLive.TotalMilliseconds, memory.Value.MaxTurns, run.ToString(), .. turns.Select(turn => (RedisValue)TurnJson.Write(turn)),
        ];
        var count = (int)await RunAsync("save", Script.Append, keys, arguments, cancellationToken);
        metrics.Conversation("save", count);
        LogSaved(keys.Turns, turns.Count, count);
        return [];
    }

    private async ValueTask<RedisResult> RunAsync(
        string operation, string script, MemoryKeys keys, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        try
        {
            var result = (RedisResult[])(await redis.RunAsync(
                operation, database => database.ScriptEvaluateAsync(script, keys.Both, arguments), cancellationToken))!;
            if (result[0].ToString() == "ok")
            {
                health.Sound(keys.Turns);
                return result[1];
            }

            throw Spoilt(operation, keys, $"its value is no conversation: {result[1]}", inner: null);
        }
        catch (RedisUnavailableException e) when (!e.IsTransient)
        {
            throw Spoilt(operation, keys, $"it, or {keys.Ids}, is of another type", e);
        }
        catch (RedisUnavailableException e)
        {
            LogFailed(operation, keys.Turns, e.Message);
            throw new MemoryException(e.Message, isTransient: true, e);
        }
    }

    /// <summary>Whatever it is, it is not ours to overwrite.</summary>
    private MemoryException Spoilt(string operation, MemoryKeys keys, string problem, Exception? inner)
    {
        var message = $"The key {keys.Turns} in Redis at {redis.Address} cannot be used, {problem}. It is left as it is: delete or repair it, or set Redis:KeyPrefix.";
        health.Spoilt(keys.Turns, message);
        LogFailed(operation, keys.Turns, message);
        return new MemoryException(message, isTransient: false, inner);
    }

    [LoggerMessage(1510, LogLevel.Information, "Memory: {Key} loaded, {Turns} turns")]
    private partial void LogLoaded(string key, int turns);

    [LoggerMessage(1511, LogLevel.Information, "Memory: {Key} saved, {New} new turns, {Turns} in all")]
    private partial void LogSaved(string key, int @new, int turns);

    [LoggerMessage(1512, LogLevel.Error, "Memory, {Operation}: {Key} failed: {Problem}")]
    private partial void LogFailed(string operation, string key, string problem);
}
