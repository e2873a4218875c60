namespace Holdfast.Slack.WebApi;

/// <summary>
/// What Slack's clock shows, learned from the <c>Date</c> of its answers. Slack dates messages by its own clock; a window of time in its
/// history that was taken from this machine's would miss them when the two do not agree.
/// </summary>
/// <remarks>
/// An answer says whole seconds, from a clock that may be a second old, and takes its time: what it tells is a range, and what several
/// tell is what their ranges have in common. Only what is certain counts; clocks that agree as far as can be told agree.
/// </remarks>
public sealed class SlackTime
{
    /// <summary>What an answer's whole seconds leave open.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromSeconds(2);

    /// <summary>Learned this often: most answers need not be looked at for it.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Ranges older than this are forgotten: clocks drift, and are set.</summary>
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    /// <summary>What no clock shows that anybody has set: a date like that is some program's "never".</summary>
    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch, Latest = new(3000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private Range? _range;
    private long _since;
    private long _learned;

    internal SlackTime(TimeProvider time) => _time = time;

    /// <summary>How far our clock is ahead of Slack's for certain; negative when it is behind, zero while they may agree or nothing is known.</summary>
    public TimeSpan Ahead
    {
        get
        {
            lock (_gate)
                return _range?.Certain ?? TimeSpan.Zero;
        }
    }

    /// <summary>Slack's time now.</summary>
    public DateTimeOffset Now => Of(_time.GetUtcNow());

    internal bool WantsToKnow
    {
        get
        {
            lock (_gate)
                return _range is null || _time.GetElapsedTime(_learned) >= Interval;
        }
    }

    /// <summary>How far our clock was ahead for certain at one exchange; negative when it was behind.</summary>
    /// <param name="sent">When the request was sent, by our clock.</param>
    /// <param name="date">The answer's date.</param>
    /// <param name="received">When the answer came, by our clock.</param>
    public static TimeSpan AheadFor(DateTimeOffset sent, DateTimeOffset date, DateTimeOffset received) => Range.Of(new AnswerTimes(sent, date, received)).Certain;

    /// <summary>A moment of our clock by Slack's, as the two are apart now.</summary>
    /// <param name="ours">The moment.</param>
    public DateTimeOffset Of(DateTimeOffset ours)
    {
        // Until a clock that was set far back or ahead is known again, the difference may lead out of the calendar.
        var ticks = ours.UtcTicks - Ahead.Ticks;
        return ticks < Earliest.Ticks ? Earliest : ticks > Latest.Ticks ? Latest : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    internal void Learn(AnswerTimes times)
    {
        if (times.Date < Earliest || times.Date > Latest)
            return;
        var range = Range.Of(times);
        lock (_gate)
        {
            _learned = _time.GetTimestamp();
            if (_range is { } known && _time.GetElapsedTime(_since) < Memory && known.And(range) is { } common)
            {
                _range = common;
                return;
            }

            // The first one, or a clock was set.
            (_range, _since) = (range, _learned);
        }
    }

    /// <summary>Our clock is ahead by at least the one and at most the other.</summary>
    private sealed record Range(TimeSpan Least, TimeSpan Most)
    {
        public TimeSpan Certain => Least > TimeSpan.Zero ? Least : Most < TimeSpan.Zero ? Most : TimeSpan.Zero;

        public static Range Of(AnswerTimes times) => new(times.Sent - times.Date - Grain, times.Received - times.Date);

        public Range? And(Range other)
        {
            var common = new Range(Least > other.Least ? Least : other.Least, Most < other.Most ? Most : other.Most);
            return common.Least <= common.Most ? common : null;
        }
    }
}
