using Holdfast.Conversations;
using Holdfast.Runs;
using Holdfast.Slack;

namespace Holdfast.Tests.Runs;

/// <summary>Remembers the signs that were shown.</summary>
internal sealed class ShownSigns : IThinkingStatus
{
    public List<string> In { get; } = [];

    public List<string> Waiting { get; } = [];

    public void Show(ConversationId conversation) => In.Add(conversation.ToString());

    public void ShowWaiting(TeamId team, ChannelId channel, SlackTs message, string emoji) => Waiting.Add($"{channel}/{message} {emoji}");
}
