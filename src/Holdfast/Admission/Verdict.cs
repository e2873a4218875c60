using Holdfast.Items;

namespace Holdfast.Admission;

/// <summary>Whether somebody may have what they want. A closed set.</summary>
public abstract record Verdict
{
    private Verdict()
    {
    }

    /// <summary>They may.</summary>
    public static Verdict Yes { get; } = new Admitted();

    /// <summary>They may.</summary>
    public sealed record Admitted : Verdict
    {
        /// <summary>
        /// Is called, once or several times, when what was let begin stands in the book, or has come to its end without; null where nobody waits for
        /// that.
        /// </summary>
        public Action? Booked { get; init; }
    }

    /// <summary>They may not.</summary>
    /// <param name="Text">What they read: mrkdwn, foreign parts escaped.</param>
    /// <param name="Reason">Why, for receipts, counters and the log; from a small set.</param>
    public sealed record Refused(string Text, string Reason) : Verdict
    {
        /// <summary>Under this name they read it once, for as long as receipts are kept, however often they are refused; null for each time.</summary>
        public string? ToldOnceAs { get; init; }

        /// <summary>Whether a limit was reached.</summary>
        public bool IsLimit { get; init; }

        /// <summary>What is kept of it, along with the end of what was refused.</summary>
        public IReadOnlyList<StoredRecord> Records { get; init; } = [];
    }

    /// <summary>It cannot be said now. Nothing is done meanwhile.</summary>
    /// <param name="Text">What they read when it could not be said for long: mrkdwn, foreign parts escaped.</param>
    /// <param name="Reason">Why, for receipts, counters and the log; from a small set.</param>
    /// <param name="Wait">After how long it is worth asking again.</param>
    public sealed record Unknown(string Text, string Reason, TimeSpan Wait) : Verdict
    {
        /// <summary>What they read while it is asked about again, where they wait for something to happen: mrkdwn, foreign parts escaped.</summary>
        public required string WhileWaiting { get; init; }
    }
}
