using Holdfast.Slack;
using Holdfast.Slack.WebApi;

namespace Holdfast.Threads;

/// <summary>What was read of a conversation so far: its first message where it is a thread, and the newest of the others.</summary>
/// <param name="before">The message before which it was said.</param>
/// <param name="most">The most messages that are kept.</param>
internal sealed class SaidBefore(SlackTs before, int most)
{
    private readonly LinkedList<SlackMessage> _others = [];

    public SlackTs Before => before;

    public int Most => most;

    /// <summary>The thread's first message; null outside of threads, and when it was not read.</summary>
    public SlackMessage? First { get; private set; }

    /// <summary>The others, oldest first.</summary>
    public IReadOnlyCollection<SlackMessage> Others => _others;

    /// <summary>Whether some between the first and the others were not kept.</summary>
    public bool HasGap { get; private set; }

    /// <summary>Why the newest ones were not read; null when all were.</summary>
    public string? Problem { get; private set; }

    /// <summary>Takes in a page.</summary>
    /// <param name="messages">The messages in Slack's order.</param>
    /// <param name="isNewestFirst">Whether that is from the newest to the oldest.</param>
    public void Add(IEnumerable<SlackMessage> messages, bool isNewestFirst)
    {
        foreach (var message in messages.Where(message => message.Ts.CompareTo(before) < 0))
        {
            if (!isNewestFirst && (message.ThreadTs is null || message.ThreadTs == message.Ts))
                First = message;
            else if (isNewestFirst)
                _others.AddFirst(message);
            else
                _others.AddLast(message);
        }

        while (_others.Count > most)
        {
            _others.RemoveFirst();
            HasGap = true;
        }
    }

    public void BrokenOff(string problem) => Problem = problem;
}
