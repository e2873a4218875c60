using Holdfast.Simulator.Blocks;
using Holdfast.Simulator.Calls;
using Holdfast.Simulator.Identity;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Interactivity;

/// <summary>
/// Posts, replaces and deletes what a <c>response_url</c> or a slash command's acknowledgement asks for, also where the bot may not
/// post. Called under the world's lock.
/// </summary>
internal sealed class ResponseDesk(SlackWorld world, IdSource ids)
{
    public ApiError? Answer(ResponseUrl url, ApiArguments arguments)
    {
        if (world.FindChannel(url.Channel) is not { } channel) return "channel_not_found";
        var deletes = arguments.Flag("delete_original");
        var saysSomething = arguments["text"] is { Length: > 0 } || arguments["blocks"] is not null || arguments["attachments"] is not null;
        MessageContent? content = null;
        if (saysSomething || !deletes)
        {
            content = MessageContent.Read(arguments, ids, mayBeEmpty: false, out var error);
            if (content is null) return error;
        }

        var thread = Thread(channel, arguments["thread_ts"], out var noThread);
        if (noThread is not null) return noThread;
        if (deletes) DeleteOriginal(channel, url);
        else if (arguments.Flag("replace_original") && Replace(channel, url, content!)) return null;
        if (content is null) return null;

        // A thread is reached by what everybody sees only: what one person sees appears in the channel, whatever thread is named.
        var isPublic = arguments["response_type"] == "in_channel";
        Post(channel, url.User, content, isPublic ? thread : null, isPublic);
        return null;
    }

    private static string? Thread(ChannelState channel, string? asked, out ApiError? error)
    {
        error = null;
        if (string.IsNullOrEmpty(asked)) return null;
        var root = SlackWorld.ThreadRoot(channel, asked)?.Message.Ts;
        if (root is null) error = "cannot_reply_to_message";
        return root;
    }

    /// <summary>A message's visibility cannot change: what was ephemeral stays so.</summary>
    private bool Replace(ChannelState channel, ResponseUrl url, MessageContent content)
    {
        if (url.MessageTs is null) return false;
        if (world.EphemeralStore.Find(channel.Id, url.MessageTs) is { } ephemeral)
        {
            world.ReplaceEphemeral(Changed(ephemeral, content));
            return true;
        }

        if (!channel.ByTs.TryGetValue(url.MessageTs, out var node) || !node.Message.IsFromBot) return false;
        world.Replace(node, Changed(node.Message, content));
        return true;
    }

    private static SlackMessage Changed(SlackMessage before, MessageContent content) => before with
    {
        Text = content.Text,
        Blocks = content.Blocks,
        Attachments = content.Attachments,
        Metadata = content.Metadata ?? before.Metadata,
        Revision = before.Revision + 1,
    };

    private void DeleteOriginal(ChannelState channel, ResponseUrl url)
    {
        if (url.MessageTs is null) return;
        if (world.EphemeralStore.Find(channel.Id, url.MessageTs) is { } ephemeral) world.DeleteEphemeral(ephemeral);
        else if (channel.ByTs.TryGetValue(url.MessageTs, out var node) && node.Message.IsFromBot) world.Delete(node);
    }

    private void Post(ChannelState channel, string user, MessageContent content, string? thread, bool isPublic)
    {
        var draft = new SlackMessage
        {
            Channel = channel.Id,
            Ts = "",
            User = world.Identity.BotUserId,
            BotId = world.Identity.BotId,
            Text = content.Text,
            ThreadTs = thread,
            Blocks = content.Blocks,
            Attachments = content.Attachments,
            Metadata = content.Metadata,
        };
        if (isPublic) world.AddBotMessage(channel, draft);
        else world.AddEphemeral(draft with { EphemeralFor = user });
    }
}
