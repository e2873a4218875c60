using System.Text.Json;
using Holdfast.Http;
using Holdfast.Items;
using Holdfast.Images;
using Holdfast.Lanes;
using Holdfast.Mcp.Configuration;
using Holdfast.Mcp.Protocol;
using Holdfast.Mcp.Transports;
using Holdfast.Tools;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;

namespace Holdfast.Mcp.Servers;

/// <summary>
/// One server: started, watched, started again when it is lost, and called. Whatever it does or does not do, nobody waits for it longer than the operator
/// allowed, and no other server waits at all.
/// </summary>
/// <param name="definition">What it is.</param>
/// <param name="connector">Makes the way to it.</param>
/// <param name="metrics">Counts.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For its coming and going.</param>
internal sealed partial class McpServer(ServerDefinition definition, Connector connector, McpMetrics metrics, TimeProvider time, ILogger<McpServer> logger)
{
    /// <summary>How often it is asked for its tools: a change that nobody told is found so, and that it is gone.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);

    /// <summary>A server that tells of changes without end is asked no more often than that.</summary>
    private static readonly TimeSpan LookPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(1);

    /// <summary>A server that was there for so long has recovered: its next loss is a new one.</summary>
    private static readonly TimeSpan Recovered = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile McpSession? _session;
    private volatile ToolListing? _listing;
    private volatile ServerStatus _status = new ServerStatus.Starting(time.GetUtcNow());
    private int _calls;

    /// <summary>What it is.</summary>
    public ServerDefinition Definition => definition;

    /// <summary>How it stands.</summary>
    public ServerStatus Status => _status;

    /// <summary>The tools that it was last known to have, also while it is not there; null before it has told any. The same object for as long as they are the same.</summary>
    public ToolListing? Listing => _listing;

    /// <summary>Completes when it is known whether it can be started.</summary>
    public Task Tried => _tried.Task;

    /// <summary>Completes when it has told its tools for the first time.</summary>
    public Task Listed => _listed.Task;

    /// <summary>Keeps it running until stopped, and ends it then.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var failures = 0;
        while (!stopping.IsCancellationRequested)
        {
            var came = time.GetTimestamp();
            Exception end;
            try
            {
                // Programs that end when they are asked for their version get by without it at every second attempt.
                await using var session = await StartAsync(isProbed: failures % 2 == 0, stopping);
                came = time.GetTimestamp();
                end = await FollowAsync(session, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                end = e;
            }
            finally
            {
                _session = null;
            }

            failures = _status is ServerStatus.Up && time.GetElapsedTime(came) > Recovered ? 1 : failures + 1;
            var delay = Backoff.After(failures, FirstDelay, LongestDelay);
            Lost(end, delay);
            await Task.Delay(delay, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Calls a tool. What goes wrong is a result as well.</summary>
    /// <param name="tool">The server's name for it.</param>
    /// <param name="arguments">A JSON object.</param>
    /// <param name="pictures">Gets the pictures of the result.</param>
    /// <param name="cancellationToken">Ends the wait, and tells the server that nobody waits any more.</param>
    /// <exception cref="LostLeaseException">Another may be at work on this run.</exception>
    public async ValueTask<ToolResult> CallAsync(string tool, JsonElement arguments, List<ReturnedPicture> pictures, CancellationToken cancellationToken)
    {
        var name = definition.Name;
        var began = time.GetTimestamp();
        var outcome = "cancelled";
        try
        {
            if (_session is not { } session)
            {
                outcome = "away";
                return CallWording.Away(name, (_status as ServerStatus.Down)?.Problem);
            }

            if (_listing is { } listing && !listing.Tools.Any(known => known.Name == tool))
            {
                outcome = "refused";
                return CallWording.Gone(name, tool);
            }

            (outcome, var result) = await CallAsync(session, tool, arguments, pictures, cancellationToken);
            return result;
        }
        finally
        {
            metrics.Called(name, outcome, time.GetElapsedTime(began));
        }
    }

    private async Task<(string Outcome, ToolResult Result)> CallAsync(
        McpSession session, string tool, JsonElement arguments, List<ReturnedPicture> pictures, CancellationToken cancellationToken)
    {
        var (name, options) = (definition.Name, definition.Options);
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        Interlocked.Increment(ref _calls);
        try
        {
            // A program is asked by no request that would ask it.
            LaneHold.Current?.ThrowUnlessGoodFor(TimeSpan.Zero);
            var answer = await session.CallAsync(tool, arguments, either.Token);
            var shown = ResultPictures.Of(answer, definition.Mask);
            var result = ResultText.Of(answer, definition.Mask, shown);
            pictures.AddRange(shown.Values);
            return (result.IsError ? "error" : "ok", result);
        }
        catch (Exception e) when (e is not LostLeaseException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (e)
            {
                case OperationCanceledException when limit.IsCancellationRequested:
                    // It may only be slow, or gone without a word: it is looked at when nothing else is asked of it.
                    session.Doubt();
                    return ("timeout", CallWording.TimedOut(name, options.Timeout));
                case AnswerTooLargeException:
                    return ("too_large", CallWording.TooLarge(name, options.MaxResultBytes));
                case McpProtocolException { ErrorCode: (McpErrorCode)ProgramTransport.Unreadable } unreadable:
                    return unreadable.Message.Contains("larger", StringComparison.Ordinal)
                        ? ("too_large", CallWording.TooLarge(name, options.MaxResultBytes))
                        : ("broken", CallWording.Unreadable(name));
                case McpProtocolException refused:
                    return ("refused", CallWording.Refused(name, Text.TextCut.Beginning(definition.Mask.Hide(refused.Message), 1_000)));
                case HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError }:
                    session.Break(e);
                    return ("away", CallWording.NotReached(name));
                case OperationCanceledException when session.Ended.IsCompleted:
                    // The session went, and its calls with it. What the client says of them then is no word about the server: it "did not answer within
                    // 30 s" when it had died at once.
                    return ("broken", CallWording.Broken(name, Problems.Of(await session.Ended, definition)));
                default:
                    session.Break(e);
                    return ("broken", CallWording.Broken(name, Problems.Of(e, definition)));
            }
        }
        finally
        {
            Interlocked.Decrement(ref _calls);
        }
    }

    /// <summary>Connects and has it tell its tools, within its time.</summary>
    private async Task<McpSession> StartAsync(bool isProbed, CancellationToken stopping)
    {
        var options = definition.Options;
        using var limit = new CancellationTokenSource(options.StartTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        var session = await McpSession.ConnectAsync(connector.To(definition, isProbed), !definition.IsProgram, options.StartTimeout, [.. options.Tools], time, either.Token);
        try
        {
            Keep(await session.ListAsync(either.Token));
            Came(session);
            return session;
        }
        catch (Exception)
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Follows the changes of its tools until it is lost, and says why it is.</summary>
    private async Task<Exception> FollowAsync(McpSession session, CancellationToken stopping)
    {
        while (true)
        {
            using var wait = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var changed = session.Changes.ReadAsync(wait.Token).AsTask();
            await Task.WhenAny(session.Ended, changed, Task.Delay(LookInterval, time, wait.Token));
            await wait.CancelAsync();
            await ((Task)changed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopping.ThrowIfCancellationRequested();
            if (session.Ended.IsCompleted)
                return await session.Ended;

            // One that works on a call may answer nothing else meanwhile: that is no reason to end it with its call.
            if (Volatile.Read(ref _calls) > 0 && !changed.IsCompletedSuccessfully)
                continue;
            using var limit = new CancellationTokenSource(definition.Options.StartTimeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
            try
            {
                Keep(await session.ListAsync(either.Token));
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                if (Volatile.Read(ref _calls) == 0)
                    return session.Ended.IsCompleted ? await session.Ended : e;
                LogNotListed(definition.Name, Problems.Of(e, definition));
            }

            await Task.Delay(LookPause, time, stopping);
        }
    }

    private void Keep(ToolListing listing)
    {
        if (_listing is { } known && known.IsSameAs(listing))
            return;
        if (_listing is not null)
            LogChanged(definition.Name, listing.Tools.Count);
        _listing = listing;
        if (listing.LeftOut.Count > 0)
            LogLeftOut(definition.Name, string.Join("; ", listing.LeftOut), definition.Setting);
    }

    private void Came(McpSession session)
    {
        if (_status is ServerStatus.Down down)
            LogBack(definition.Name, _listing!.Tools.Count, time.GetUtcNow() - down.Since);
        else
            LogCame(definition.Name, session.Called, _listing!.Tools.Count);
        _status = new ServerStatus.Up(time.GetUtcNow());
        _session = session;
        metrics.Came(definition.Name);
        _listed.TrySetResult();
        _tried.TrySetResult();
    }

    private void Lost(Exception error, TimeSpan delay)
    {
        var problem = Problems.Of(error, definition);
        metrics.Lost(definition.Name);
        if (_status is ServerStatus.Down down)
        {
            _status = down with { Problem = problem };
            LogStillGone(definition.Name, problem, delay);
        }
        else
        {
            _status = new ServerStatus.Down(time.GetUtcNow(), problem);
            LogGone(definition.Name, problem);
        }

        _tried.TrySetResult();
    }

    [LoggerMessage(4210, LogLevel.Information, "MCP server {Server} ({Called}) is there, with {Tools} tools")]
    private partial void LogCame(string server, string called, int tools);

    [LoggerMessage(4211, LogLevel.Warning, "MCP server {Server} is not there: it {Problem}. It is started again and again")]
    private partial void LogGone(string server, string problem);

    [LoggerMessage(4212, LogLevel.Debug, "MCP server {Server} is still not there: it {Problem}. It is started again in {Delay}")]
    private partial void LogStillGone(string server, string problem, TimeSpan delay);

    [LoggerMessage(4213, LogLevel.Information, "MCP server {Server} is there again, with {Tools} tools, after {Duration}")]
    private partial void LogBack(string server, int tools, TimeSpan duration);

    [LoggerMessage(4214, LogLevel.Information, "MCP server {Server} has other tools now: {Tools}")]
    private partial void LogChanged(string server, int tools);

    [LoggerMessage(4215, LogLevel.Warning, "Some tools of MCP server {Server} are left out: {Tools}. Name those you need in {Setting}:Tools")]
    private partial void LogLeftOut(string server, string tools, string setting);

    [LoggerMessage(4216, LogLevel.Information, "MCP server {Server} did not tell its tools while it is at work: it {Problem}")]
    private partial void LogNotListed(string server, string problem);
}
