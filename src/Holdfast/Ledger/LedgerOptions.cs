using Holdfast.Configuration;

namespace Holdfast.Ledger;

/// <summary>How the book of use is kept. Section <c>Ledger</c>.</summary>
public sealed class LedgerOptions
{
    /// <summary>How long a day of it is kept. Default: 365 days.</summary>
    [Duration(86_400, 315_360_000)]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How often entries are added up, into one record a day, person, channel and model. What is not yet is counted all the same. Default: 1 min.</summary>
    [Duration(1, 3600)]
    public TimeSpan AddUpEvery { get; set; } = TimeSpan.FromMinutes(1);
}
