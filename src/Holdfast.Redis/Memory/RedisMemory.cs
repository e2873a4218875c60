using System.Security.Cryptography;
using Holdfast.Conversations;
using Holdfast.Lanes;
using Holdfast.Records;
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
/// <remarks>
/// A conversation is read, changed here, and written if it still stands as it was read. Redis serves one after the other, so what can
/// be done outside of it is.
/// </remarks>
public sealed partial class RedisMemory(
    RedisConnection redis,
    IOptions<RedisOptions> options,
    IOptions<MemoryOptions> memory,
    MemoryHealth health,
    RedisMetrics metrics,
    ILogger<RedisMemory> logger) : IMemoryKeeper
{
    /// <summary>The most bytes of a conversation that are read.</summary>
    private const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>How often others may change a conversation between its reading and its writing, before the try counts as failed.</summary>
    private const int MaxRounds = 100;

    /// <summary>Enough to see whether a conversation begins.</summary>
    private const int MaxLookedAt = 63;

    /// <summary>What the script that writes answers, besides 0, when another has changed the conversation.</summary>
    private const int Written = 1;
    private const int Overtaken = -1;

    /// <summary>Within this process one at a time changes a conversation, instead of finding out afterwards that another has.</summary>
    private readonly SemaphoreSlim[] _places = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Turn>> RecallAsync(ConversationId conversation, RunHold? run, CancellationToken cancellationToken)
    {
        var keys = MemoryKeys.Of(options.Value.KeyPrefix, conversation);
        var turns = await RunAsync("load", keys, database => LoadAsync(database, keys, run), cancellationToken);
        metrics.Conversation("load", turns.Count);
        LogLoaded(keys.Turns, turns.Count);
        return turns;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> KnowsAsync(ConversationId conversation, CancellationToken cancellationToken)
    {
        var keys = MemoryKeys.Of(options.Value.KeyPrefix, conversation);
        return await UseAsync("know", keys, database => IsBegunAsync(database, keys), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<NewTurn>> RememberAsync(
        RunHold run, ConversationId conversation, IReadOnlyList<Turn> turns, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(turns);
        var keys = MemoryKeys.Of(options.Value.KeyPrefix, conversation);
        var place = _places[(uint)keys.GetHashCode() % _places.Length];
        await place.WaitAsync(cancellationToken);
        int count;
        try
        {
            count = await RunAsync("save", keys, database => SaveAsync(database, keys, run, turns), cancellationToken);
        }
        finally
        {
            place.Release();
        }

        metrics.Conversation("save", count);
        LogSaved(keys.Turns, turns.Count, count);
        return [];
    }

    private long TimeToLive => (long)memory.Value.TimeToLive.TotalMilliseconds;

    private async Task<IReadOnlyList<Turn>> LoadAsync(IDatabase database, MemoryKeys keys, RunHold? run)
    {
        var (_, conversation, ids) = await ReadAsync(database, keys, run);
        if (run is not null)
            ids.TakeOut(conversation, run.Run);
        conversation.KeepNewest(memory.Value, options.Value.MaxConversationBytes);
        return conversation.Turns;
    }

    private async Task<int> SaveAsync(IDatabase database, MemoryKeys keys, RunHold run, IReadOnlyList<Turn> turns)
    {
        for (var round = 1; round <= MaxRounds; round++)
        {
            var (read, conversation, ids) = await ReadAsync(database, keys, run: null);
            ids.Put(conversation, run.Run, turns, memory.Value, options.Value.MaxConversationBytes);
            RedisValue[] arguments =
            [
                read is { } stands ? HashOf(stands) : "", conversation.ToJson(), TimeToLive,
                ids.AreForgotten, run.Fence, .. ids.Changes,
            ];

            // What it writes is seen by whoever reads the conversation next.
            LaneHold.Current?.ThrowUnlessGoodFor(TimeSpan.Zero);
            switch ((int)await database.ScriptEvaluateAsync(Script.Write, keys.Both, arguments))
            {
                case Written:
                    return conversation.Count;
                case Overtaken:
                    throw new MemoryException(
                        $"Another worker is, or was, working on the conversation of the key {keys.Turns} in Redis at {redis.Address}: nothing was written.", isTransient: false)
                    {
                        IsOvertaken = true,
                    };
            }
        }

        throw new RedisTimeoutException(CommandFlags.None, $"The conversation was changed by others {MaxRounds} times in a row.", CommandStatus.Unknown);
    }

    private async Task<(byte[]? Read, SharedConversation Conversation, RunIds Ids)> ReadAsync(IDatabase database, MemoryKeys keys, RunHold? run)
    {
        RedisValue[] arguments = run is null ? [MaxBytes] : [MaxBytes, run.Fence, TimeToLive];
        var found = (RedisResult[])(await database.ScriptEvaluateAsync(Script.Read, keys.Both, arguments))!;
        if (found[0].ToString() != "ok")
            throw new FormatException(found[1].ToString());
        var read = (byte[]?)found[1];
        return (read, read is null ? new SharedConversation() : SharedConversation.Read(read), new RunIds((RedisResult[])found[2]!));
    }

    /// <summary>By its first characters: a long conversation need not be read for that.</summary>
    private static async Task<bool> IsBegunAsync(IDatabase database, MemoryKeys keys)
    {
        var beginning = (await database.StringGetRangeAsync(keys.Turns, 0, MaxLookedAt)).ToString().AsSpan().TrimStart();
        if (beginning.IsEmpty)
            return false;
        return beginning[0] == '[' ? beginning[1..].TrimStart() is not [']', ..] : throw new FormatException("it is not a JSON array");
    }

    private async ValueTask<T> RunAsync<T>(string operation, MemoryKeys keys, Func<IDatabase, Task<T>> work, CancellationToken cancellationToken)
    {
        var result = await UseAsync(operation, keys, work, cancellationToken);
        health.Readable(keys.Turns);
        return result;
    }

    private async ValueTask<T> UseAsync<T>(string operation, MemoryKeys keys, Func<IDatabase, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await redis.RunAsync(operation, work, cancellationToken);
        }
        catch (FormatException e)
        {
            throw Unusable(operation, keys, $"its value is no conversation: {e.Message}", e);
        }
        catch (RedisUnavailableException e) when (!e.IsTransient)
        {
            throw Unusable(operation, keys, $"it, or {keys.Ids}, is of another type", e);
        }
        catch (RedisUnavailableException e)
        {
            LogFailed(operation, keys.Turns, e.Message);
            throw new MemoryException(e.Message, isTransient: true, e);
        }
    }

    /// <summary>As Redis writes it.</summary>
    internal static string HashOf(byte[] value) => Convert.ToHexStringLower(
#pragma warning disable CA5350 // No secret depends on it: it tells whether a value is still the one that was read, and Redis' scripts know no other.
        SHA1.HashData(value));
#pragma warning restore CA5350

    /// <summary>Whatever it is, it is not ours to overwrite.</summary>
    private MemoryException Unusable(string operation, MemoryKeys keys, string problem, Exception? inner)
    {
        var message = $"The key {keys.Turns} in Redis at {redis.Address} cannot be used, {problem}. It is left as it is: delete or repair it, or set Redis:KeyPrefix.";
        health.Unreadable(keys.Turns, message);
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
