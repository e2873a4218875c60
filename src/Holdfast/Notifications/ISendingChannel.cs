namespace Holdfast.Notifications;

/// <summary>A channel whose items wait in <see cref="Items.LaneQueue.Notifications"/> and that sends them itself, one attempt at a time.</summary>
public interface ISendingChannel : INotificationChannel
{
    /// <summary>Makes one attempt.</summary>
    /// <param name="notification">The notification. It may have arrived before, without that being known.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    ValueTask<SendOutcome> SendAsync(Notification notification, CancellationToken cancellationToken);
}

/// <summary>How an attempt ended. A closed set.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>It arrived.</summary>
    public sealed record Sent : SendOutcome;

    /// <summary>It was refused, and would be again.</summary>
    /// <param name="Error">Why, as a word from a small set.</param>
    public sealed record Refused(string Error) : SendOutcome;

    /// <summary>It did not arrive, as far as is known, and may later.</summary>
    /// <param name="Error">Why, as a word from a small set.</param>
    /// <param name="RetryAfter">How long the other side asked to be left alone; null when it did not.</param>
    public sealed record Failed(string Error, TimeSpan? RetryAfter = null) : SendOutcome;

    /// <summary>Nothing was sent, because the other side has not answered anybody lately.</summary>
    /// <param name="RetryAfter">How long until it is asked again.</param>
    public sealed record Unavailable(TimeSpan RetryAfter) : SendOutcome;
}
