using Holdfast.Simulator.Files;

namespace Holdfast.Simulator.World;

/// <summary>The workspace's files, as a test or a person handles them.</summary>
public static class WorldFiles
{
    extension(SlackWorld world)
    {
        /// <summary>Every file that was uploaded completely, oldest first.</summary>
        public IReadOnlyList<SlackFile> Files
        {
            get { lock (world.Gate) return world.FileStore.All; }
        }

        /// <summary>A file's bytes.</summary>
        /// <exception cref="ArgumentException">There is no such file, or its upload was not completed.</exception>
        public ReadOnlyMemory<byte> FileBytes(string fileId)
        {
            lock (world.Gate)
            {
                return world.FileStore.Find(fileId) is { Phase: FilePhase.Completed } entry
                    ? entry.Bytes
                    : throw new ArgumentException($"No file {fileId} in the workspace.", nameof(fileId));
            }
        }

        /// <summary>Shares a file as a person does; raises the message's events and <c>file_shared</c>.</summary>
        /// <returns>The new message's ts.</returns>
        public string PostFileAsUser(
            string channelId, string userId, string text, string fileName, ReadOnlyMemory<byte> bytes, string? threadTs = null)
        {
            ArgumentException.ThrowIfNullOrEmpty(fileName);
            lock (world.Gate)
            {
                var entry = world.FileStore.Announce(fileName, bytes.Length, userId);
                entry.Bytes = bytes.ToArray();
                entry.Phase = FilePhase.Completed;
                var ts = world.Post(channelId, userId, new UserPost(text) { ThreadTs = threadTs, Files = [entry.File] });
                var channel = world.FindChannel(channelId)!;
                world.ShareFiles(channel, channel.ByTs[ts].Message);
                return ts;
            }
        }

        /// <summary>Puts a posted message's files on record and raises <c>file_shared</c> for each. Called under the world's lock.</summary>
        internal void ShareFiles(ChannelState channel, SlackMessage message)
        {
            foreach (var file in message.Files)
            {
                world.FileStore.Find(file.Id)?.Shares.Add((channel.Id, message.Ts));
                if (channel.Members.Contains(world.Identity.BotUserId)) world.Events.FileShared(message, file.Id, world.NextTs());
            }
        }
    }
}
