using System.ComponentModel.DataAnnotations;
using Holdfast.Configuration;

namespace Holdfast.Limits;

/// <summary>How much of the agent people may use in a day of UTC. Section <c>Limits</c>.</summary>
public sealed class LimitOptions
{
    /// <summary>The most messages of one person that are answered in a day. Default: no limit.</summary>
    [Range(1, 10_000_000)]
    public long? UserMessages { get; set; }

    /// <summary>The most tokens, read and written, of one person's runs in a day. Default: no limit.</summary>
    [Range(1, 1_000_000_000_000)]
    public long? UserTokens { get; set; }

    /// <summary>The most that one person's runs may cost in a day, in US dollars; needs prices of the models. Default: no limit.</summary>
    [Range(0.000001, 10_000_000)]
    public decimal? UserCost { get; set; }

    /// <summary>The most messages of everybody in a workspace that are answered in a day. Default: no limit.</summary>
    [Range(1, 10_000_000)]
    public long? WorkspaceMessages { get; set; }

    /// <summary>The most tokens, read and written, of all runs of a workspace in a day. Default: no limit.</summary>
    [Range(1, 1_000_000_000_000)]
    public long? WorkspaceTokens { get; set; }

    /// <summary>The most that all runs of a workspace may cost in a day, in US dollars; needs prices of the models. Default: no limit.</summary>
    [Range(0.000001, 10_000_000)]
    public decimal? WorkspaceCost { get; set; }

    /// <summary>Ids of users whom no limit stops; what they use counts for the workspace all the same. Default: none.</summary>
    [SlackIds("UW", "users")]
    public IList<string> ExemptUsers { get; init; } = [];

    /// <summary>Ids of user groups whose members no limit stops. Default: none.</summary>
    [SlackIds("S", "user groups")]
    public IList<string> ExemptGroups { get; init; } = [];

    /// <summary>Those of one person.</summary>
    internal Limit OfUser => new(UserMessages, UserTokens, Micros(UserCost));

    /// <summary>Those of everybody together.</summary>
    internal Limit OfWorkspace => new(WorkspaceMessages, WorkspaceTokens, Micros(WorkspaceCost));

    private static long? Micros(decimal? dollars) => dollars is { } sum ? (long)decimal.Round(sum * 1_000_000) : null;
}
