using System.Text.Json;
using Holdfast.Simulator.Json;
using Holdfast.Simulator.World;

namespace Holdfast.Simulator.Files;

/// <summary>Puts a posted message's files on record and raises <c>file_shared</c> for each. Called under the world's lock.</summary>
internal static class FileEvents
{
    public static void Shared(SlackWorld world, ChannelState channel, SlackMessage message)
    {
        foreach (var file in message.Files)
        {
            world.FileStore.Find(file.Id)?.Shares.Add((channel.Id, message.Ts));
            if (!channel.Members.Contains(world.Identity.BotUserId)) continue;
            var buffer = JsonBuffer.Rent();
            var writer = buffer.Writer;
            writer.WriteStartObject();
            writer.WriteString("type", "file_shared");
            writer.WriteString("channel_id", channel.Id);
            writer.WriteString("file_id", file.Id);
            writer.WriteString("user_id", message.User);
            writer.WriteStartObject("file");
            writer.WriteString("id", file.Id);
            writer.WriteEndObject();
            writer.WriteString("event_ts", world.NextTs());
            writer.WriteEndObject();
            using var inner = JsonDocument.Parse(buffer.Written().ToArray());
            buffer.Return();
            world.RaiseEvent(inner.RootElement);
        }
    }
}
