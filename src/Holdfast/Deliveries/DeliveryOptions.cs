using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;

namespace Holdfast.Deliveries;

/// <summary>How Slack is called. Section <c>Deliveries</c>.</summary>
public sealed class DeliveryOptions
{
    /// <summary>The most calls under way at once. Default: 64.</summary>
    [Range(1, 10_000)]
    public int Concurrency { get; set; } = 64;

    /// <summary>The wait after the first failed attempt; doubled each time. Default: 1 s.</summary>
    [Duration(0.01, 3600)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between attempts; after a call that got no answer at all it is 2 s at most. Default: 1 min.</summary>
    [Duration(0.01, 86400)]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Attempts after which a delivery is given up on that Slack does not take while it takes others, or of which cannot be found out whether
    /// Slack has it; only when <see cref="GiveUpAfter"/> has passed as well. Default: 20.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxAttempts { get; set; } = 20;

    /// <summary>How long such a delivery is tried at least. Default: 1 h.</summary>
    [Duration(0.01, 864_000)]
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// The most characters of an answer that is posted as messages, one for each 10,000. Of a longer one only the beginning is, and the whole
    /// follows as a file. Default: 40,000.
    /// </summary>
    [Range(1_000, 1_000_000)]
    public int LongestAnswer { get; set; } = 40_000;
}
