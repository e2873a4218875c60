using Holdfast.Configuration;

namespace Holdfast.Audit;

/// <summary>How the audit trail is kept. Section <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>How long an entry is kept. Default: 365 days.</summary>
    [Duration(86_400, 315_360_000)]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(365);
}
