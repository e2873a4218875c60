using System.Threading.Channels;
using Holdfast.Deliveries;
using Holdfast.Items;
using Holdfast.Lanes;
using Holdfast.Runs;
using Holdfast.Slack;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Text;
using Microsoft.Extensions.Logging;

namespace Holdfast.Streams;

/// <summary>
/// Writes one answer while it comes in: a stream of Slack's, or a message that is changed. What it shows is help for the eye; the answer itself is a
/// delivery, which ends or replaces it.
/// </summary>
internal sealed partial class LiveWriter(LiveWriters parts, WatchedRun run, ILogger logger)
{
    private const string Update = "chat.update";

    /// <summary>The time before the first look at what there is, and the least between two: what an agent writes comes in hundreds of pieces.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Slack ends a stream after five minutes, whatever is appended; before that the message is changed instead.</summary>
    private static readonly TimeSpan StreamLife = TimeSpan.FromMinutes(4);

    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(2);
    private const int MaxDelivered = 1_000;
    private const int MaxTool = 100;

    private readonly LiveText _text = new();
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private LiveMessage? _message;
    private LivePlace? _place;
    private long _postedAt;
    private string _updated = "";
    private Addition? _unsent;

    public void Add(string text) => Change(() => _text.Add(text));

    public void TakeBack(int characters) => Change(() => _text.TakeBack(characters));

    public void Begin(string name, string? doing, string? step) => Change(() => _text.Begin(name, doing, step));

    public void Finish(bool succeeded, string? step) => Change(() => _text.Finish(succeeded, step));

    /// <summary>Writes until the run ends, or nothing more can be shown of it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            // What is shown is no effect of the run's: were it refused, the run would be.
            LaneHold.StepOut();

            // An answer that is whole by then needs no stream.
            await Task.Delay(Interval, parts.Time, cancellationToken);
            await foreach (var _ in _changed.Reader.ReadAllAsync(cancellationToken))
            {
                if (!await ShowAsync(cancellationToken))
                    return;
                await Task.Delay(Interval, parts.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The answer comes.
        }
        catch (SlackException e)
        {
            LogNotShown(e, run.Id, e.Method);
        }
        catch (Exception e)
        {
            LogFailed(e, run.Id);
        }
    }

    private void Change(Action change)
    {
        change();
        _changed.Writer.TryWrite(true);
    }

    /// <summary>Shows what there is; false when nothing more can be shown.</summary>
    private async ValueTask<bool> ShowAsync(CancellationToken cancellationToken)
    {
        if (_message is null)
            return (_text.Beginning(run.Mentions).Length == 0 && !_text.HasNews) || await OpenAsync(cancellationToken);
        if (!HasMore())
            return true;
        while (await parts.WaitFor(run, _message.IsStream ? PlannedStream.Append : Update, cancellationToken) is { } wait)
            await Task.Delay(wait, parts.Time, cancellationToken);
        await _message.WriteAsync(WriteAsync);
        return true;
    }

    private bool HasMore() => _unsent is not null || _text.HasNews || _text.Beginning(run.Mentions) is var beginning && (_message!.IsStream ? beginning != _message.Shown : beginning != _updated);

    /// <summary>Has the message posted, or finds the one that stands there already.</summary>
    private async ValueTask<bool> OpenAsync(CancellationToken cancellationToken)
    {
        var streams = parts.CanStream(run);
        while (streams && run.NoticeId is null && await parts.WaitFor(run, PlannedStream.Start, cancellationToken) is { } wait)
            await Task.Delay(wait, parts.Time, cancellationToken);
        var isOurs = false;
        if (run.NoticeId is null)
        {
            var beginning = _text.Beginning(run.Mentions);
            IReadOnlyList<StreamChunk> chunks = [.. TextChunks(_text.TakeAsides(run.Mentions)), .. _text.TakeNews(), .. TextChunks([beginning])];
            var start = new LiveStart(ItemId.New(parts.Time), run.User, streams, chunks, beginning, Below());
            _message = parts.Messages.Open(start.Delivery);
            _message.Shown = _updated = beginning;
            isOurs = run.ShowLive(start);
        }

        if (!isOurs)
            _message = parts.Messages.Open(run.NoticeId!.Value);
        _place = await PlaceAsync(cancellationToken);
        _postedAt = parts.Time.GetTimestamp();
        if (_place is null)
            return false;
        if (isOurs && _message!.Shown is not null)
            return true;

        // One from before a crash, or that another worker began, may be open, and what it shows nobody here knows.
        if (_place.IsStream)
            await _message!.WriteAsync(StopAsync);
        _changed.Writer.TryWrite(true);
        return true;
    }

    /// <summary>Told by the delivery in this process, or read where another worker has made it.</summary>
    private async ValueTask<LivePlace?> PlaceAsync(CancellationToken cancellationToken)
    {
        for (var wait = FirstPoll; ; wait = wait * 2 < LongestPoll ? wait * 2 : LongestPoll)
        {
            if (await Task.WhenAny(_message!.Place, Task.Delay(wait, parts.Time, cancellationToken)) == _message.Place)
                return await _message.Place;
            cancellationToken.ThrowIfCancellationRequested();
            var delivered = await parts.Runs.GetDeliveredAsync(run.Id, MaxDelivered, cancellationToken);
            if (delivered.FirstOrDefault(receipt => receipt.Id == _message.Id) is { Ts.Length: > 0 } receipt && !_message.Place.IsCompleted)
            {
                _message.Shown = null;
                return new LivePlace(receipt.Ts, run.MayStream);
            }
        }
    }

    private async Task WriteAsync()
    {
        var message = _message!;
        try
        {
            if (message.IsStream && (parts.Time.GetElapsedTime(_postedAt) > StreamLife || !await AppendAsync(message)))
                await StopAsync();
            if (!message.IsStream)
                await UpdateAsync(message);
        }
        catch (SlackException e) when (e.Error == "message_not_in_streaming_state")
        {
            message.IsStream = false;
            _changed.Writer.TryWrite(true);
        }
        catch (SlackException e) when (e.IsOutcomeUnknown)
        {
            // It may be performed yet, or have been: what stands there is not known any more.
            message.Shown = null;
            message.MayChangeUntil = message.IsStream ? null : parts.LastEffect;
            throw;
        }
    }

    /// <summary>Adds what there is; false when what was shown before is no beginning of it.</summary>
    private async ValueTask<bool> AppendAsync(LiveMessage message)
    {
        if (message.Shown is not { } shown)
            return false;
        if (_unsent is null && (_unsent = Next(shown)) is null)
            return false;
        var (chunks, after) = _unsent;
        if (chunks.Count > 0)
        {
            // Of what got no answer nobody knows whether it stands there.
            message.Shown = null;
            if (!await parts.CallAsync(run, new ChatAppendStreamRequest { Channel = run.Conversation.Channel, Ts = new SlackTs(_place!.Ts), Chunks = chunks }))
            {
                message.Shown = shown;
                _changed.Writer.TryWrite(true);
                return true;
            }
        }

        (message.Shown, _unsent) = (after, null);
        return true;
    }

    /// <summary>What is added next; null when what is shown is no beginning of what there is now.</summary>
    private Addition? Next(string shown)
    {
        var chunks = new List<StreamChunk>();
        foreach (var aside in _text.TakeAsides(run.Mentions))
        {
            if (!aside.StartsWith(shown, StringComparison.Ordinal))
                return null;
            chunks.AddRange(TextChunks([aside[shown.Length..]]));
            shown = "";
        }

        var beginning = _text.Beginning(run.Mentions);
        if (!beginning.StartsWith(shown, StringComparison.Ordinal))
            return null;
        chunks.AddRange(_text.TakeNews());
        chunks.AddRange(TextChunks([beginning[shown.Length..]]));
        return new Addition(chunks, beginning);
    }

    private async ValueTask UpdateAsync(LiveMessage message)
    {
        var beginning = _text.Beginning(run.Mentions);
        _text.TakeAsides(run.Mentions);
        _text.TakeNews();
        var content = PlannedStream.MessageOf(run.Conversation.Channel, beginning, Below());
        var request = new ChatUpdateRequest { Channel = content.Channel, Ts = new SlackTs(_place!.Ts), Text = content.Text, Blocks = content.Blocks };
        if (await parts.CallAsync(run, request))
            _updated = beginning;
    }

    /// <summary>Ends the stream with what it shows; more follows by changing the message.</summary>
    private async Task StopAsync()
    {
        try
        {
            var stop = new ChatStopStreamRequest { Channel = run.Conversation.Channel, Ts = new SlackTs(_place!.Ts), SessionStatus = "processing" };
            if (await parts.CallAsync(run, stop))
                _message!.IsStream = false;
        }
        catch (SlackException e) when (e.Error is "message_not_in_streaming_state")
        {
            _message!.IsStream = false;
        }
    }

    /// <summary>What stands under a message that is changed.</summary>
    private IReadOnlyList<Block> Below() =>
    [
        _text.AtWork is var (doing, name) ? Parts.Small($"{doing} {ShownText.Code(name, MaxTool)}…") : PlannedStream.Growing,
        .. RunButtons.WhileAtWork(run.Id),
    ];

    private static IEnumerable<StreamChunk> TextChunks(IEnumerable<string> texts) =>
        texts.Where(text => text.Length > 0).Select(text => new MarkdownTextChunk(text));

    /// <summary>What is added to a stream.</summary>
    /// <param name="Chunks">What is sent.</param>
    /// <param name="After">What of the answer is shown then.</param>
    private sealed record Addition(IReadOnlyList<StreamChunk> Chunks, string After);

    [LoggerMessage(530, LogLevel.Debug, "Run {Run}: {Method} failed; nothing more is shown of its answer until it is whole")]
    private partial void LogNotShown(Exception error, ItemId run, string method);

    [LoggerMessage(531, LogLevel.Error, "Run {Run}: showing its answer while it is written failed")]
    private partial void LogFailed(Exception error, ItemId run);
}
