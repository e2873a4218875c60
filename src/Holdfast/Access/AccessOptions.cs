using Holdfast.Configuration;

namespace Holdfast.Access;

/// <summary>Who may use the agent. Section <c>Access</c>. Operators always may. What is denied is denied, whatever allows it besides.</summary>
public sealed class AccessOptions
{
    /// <summary>Ids of users: where this or <see cref="AllowGroups"/> names anybody, nobody else may. Default: none, everybody of the workspace may.</summary>
    [SlackIds("UW", "users")]
    public IList<string> AllowUsers { get; init; } = [];

    /// <summary>Ids of user groups whose members may; see <see cref="AllowUsers"/>. Default: none.</summary>
    [SlackIds("S", "user groups")]
    public IList<string> AllowGroups { get; init; } = [];

    /// <summary>Ids of channels: where this names any, the agent is used in no other. Direct messages are not channels. Default: none, in all.</summary>
    [SlackIds("CG", "channels")]
    public IList<string> AllowChannels { get; init; } = [];

    /// <summary>Ids of users who may not. Default: none.</summary>
    [SlackIds("UW", "users")]
    public IList<string> DenyUsers { get; init; } = [];

    /// <summary>Ids of user groups whose members may not. Default: none.</summary>
    [SlackIds("S", "user groups")]
    public IList<string> DenyGroups { get; init; } = [];

    /// <summary>Ids of channels in which the agent is not used. Default: none.</summary>
    [SlackIds("CG", "channels")]
    public IList<string> DenyChannels { get; init; } = [];

    /// <summary>Whether the agent is used in direct messages. Default: true.</summary>
    public bool DirectMessages { get; set; } = true;

    /// <summary>Whether guests of the workspace may. Default: false.</summary>
    public bool Guests { get; set; }

    /// <summary>Whether people of other organisations may, who take part in shared channels (Slack Connect). Default: false.</summary>
    public bool OtherOrganisations { get; set; }

    /// <summary>Ids of workspaces, or organisations, whose people may as if they were of this one. Default: none.</summary>
    [SlackIds("TE", "workspaces")]
    public IList<string> AllowWorkspaces { get; init; } = [];

    /// <summary>Ids of workspaces, or organisations, whose people may not, where other organisations may. Default: none.</summary>
    [SlackIds("TE", "workspaces")]
    public IList<string> DenyWorkspaces { get; init; } = [];

    /// <summary>Ids of single guests and people of other organisations who may although such people may not. Default: none.</summary>
    [SlackIds("UW", "users")]
    public IList<string> AllowOutsiders { get; init; } = [];

    /// <summary>Whether nothing in it was changed.</summary>
    internal bool IsDefault => DirectMessages && !Guests && !OtherOrganisations
        && AllowUsers.Count + AllowGroups.Count + AllowChannels.Count + DenyUsers.Count + DenyGroups.Count + DenyChannels.Count + AllowWorkspaces.Count + DenyWorkspaces.Count + AllowOutsiders.Count == 0;
}
