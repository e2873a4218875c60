using System.Runtime.CompilerServices;
using Holdfast.Conversations;
using Holdfast.Redis.Connections;
using Holdfast.Redis.Scripts;
using Holdfast.Storage;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Holdfast.Redis.Memory;

/// <summary>What one person said, in all conversations of this server's prefix. Redis is gone through step by step, so nobody else waits for it.</summary>
internal sealed class PersonalRedisMemory(RedisConnection redis, IOptions<RedisOptions> options) : IPersonalMemory
{
    private const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>How often others may change a conversation meanwhile.</summary>
    private const int MaxRounds = 100;

    private const int Written = 1;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SaidTurn> GetSaidAsync(string user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var keys in KeysAsync(cancellationToken))
        {
            var (_, conversation, _) = await UseAsync(database => ReadAsync(database, keys), cancellationToken);
            var said = conversation.SaidBy(user);
            for (var i = 0; i < said.Count; i++)
            {
                if (said[i])
                    yield return new SaidTurn(0, keys.PlaceOf(options.Value.KeyPrefix), conversation.Turns[i].Speaker?.At ?? default, conversation.Turns[i]);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<int> ForgetAsync(string user, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var keys in KeysAsync(cancellationToken))
            count += await UseAsync(database => ForgetAsync(database, keys, user), cancellationToken);
        return count;
    }

    private static async Task<int> ForgetAsync(IDatabase database, MemoryKeys keys, string user)
    {
        for (var round = 1; round <= MaxRounds; round++)
        {
            var (read, conversation, ids) = await ReadAsync(database, keys);
            var taken = conversation.TakeOutSaidBy(user);
            if (read is null || taken == 0)
                return 0;

            // It is kept for as long as it would have been, by nobody's fence: whoever is at work on it goes on.
            var left = await database.KeyTimeToLiveAsync(keys.Turns);
            RedisValue[] arguments = [RedisMemory.HashOf(read), conversation.ToJson(), (long)(left ?? TimeSpan.FromDays(1)).TotalMilliseconds + 1, 0, ids.HighestFence];
            if ((int)await database.ScriptEvaluateAsync(Script.Write, keys.Both, arguments) == Written)
                return taken;
        }

        throw new RedisTimeoutException(CommandFlags.None, $"The conversation was changed by others {MaxRounds} times in a row.", CommandStatus.Unknown);
    }

    /// <summary>What is no conversation of ours is left as it is.</summary>
    private static async Task<(byte[]? Read, SharedConversation Conversation, RunIds Ids)> ReadAsync(IDatabase database, MemoryKeys keys)
    {
        var found = (RedisResult[])(await database.ScriptEvaluateAsync(Script.Read, keys.Both, [MaxBytes]))!;
        if (found[0].ToString() != "ok" || (byte[]?)found[1] is not { } read)
            return (null, new SharedConversation(), new RunIds([]));
        try
        {
            return (read, SharedConversation.Read(read), new RunIds((RedisResult[])found[2]!));
        }
        catch (FormatException)
        {
            return (null, new SharedConversation(), new RunIds([]));
        }
    }

    private async IAsyncEnumerable<MemoryKeys> KeysAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var servers = await UseAsync(static database => Task.FromResult(database.Multiplexer.GetServers()), cancellationToken);
        foreach (var server in servers.Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            await using var keys = server.KeysAsync(pattern: MemoryKeys.Pattern(options.Value.KeyPrefix)).GetAsyncEnumerator(cancellationToken);

            // Once: where it broke off it cannot go on, and would look as if it were at its end.
            while (await UseAsync(_ => keys.MoveNextAsync().AsTask(), cancellationToken, tries: 1))
                yield return new MemoryKeys(keys.Current.ToString());
        }
    }

    private async ValueTask<T> UseAsync<T>(Func<IDatabase, Task<T>> work, CancellationToken cancellationToken, int tries = 3)
    {
        try
        {
            return await redis.RunAsync("personal", work, tries, cancellationToken);
        }
        catch (RedisUnavailableException e)
        {
            throw new MemoryException(e.Message, e.IsTransient, e);
        }
    }
}
