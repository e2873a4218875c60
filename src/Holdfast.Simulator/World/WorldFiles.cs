using Holdfast.Simulator.Files;

namespace Holdfast.Simulator.World;

/// <summary>The workspace's files, as a test or a person handles them.</summary>
public static class WorldFiles
{
    /// <summary>Slack's client takes no more at once.</summary>
    private const int MaxInMessage = 10;

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
            lock (world.Gate) return world.Completed(fileId).Bytes;
        }

        /// <summary>Shares a file as a person does; raises the message's events and <c>file_shared</c>.</summary>
        /// <returns>The new message's ts.</returns>
        public string PostFileAsUser(
            string channelId, string userId, string text, string fileName, ReadOnlyMemory<byte> bytes, string? threadTs = null) =>
            world.PostFilesAsUser(channelId, userId, text, [new UserFile(fileName, bytes)], threadTs);

        /// <summary>Shares several files in one message as a person does; raises the message's events and <c>file_shared</c> for each.</summary>
        /// <param name="channelId">Where.</param>
        /// <param name="userId">Who.</param>
        /// <param name="text">What they say to it; may be empty.</param>
        /// <param name="files">Between one and ten.</param>
        /// <param name="threadTs">The thread, if any.</param>
        /// <returns>The new message's ts.</returns>
        /// <exception cref="ArgumentException">There is no such place or person, or these files are none, too many, too large or without a name.</exception>
        public string PostFilesAsUser(string channelId, string userId, string text, IReadOnlyList<UserFile> files, string? threadTs = null)
        {
            ArgumentNullException.ThrowIfNull(files);
            Check(files);
            lock (world.Gate)
            {
                var shared = files.Select(file => world.TakeIn(file, userId)).ToList();
                var ts = world.Post(channelId, userId, new UserPost(text) { ThreadTs = threadTs, Files = shared });
                var channel = world.FindChannel(channelId)!;
                world.ShareFiles(channel, channel.ByTs[ts].Message);
                return ts;
            }
        }

        /// <summary>
        /// Deletes a file, as its owner would; raises <c>file_deleted</c>. The messages that carried it show a mark in its place
        /// (<c>tombstone</c>), and those that said nothing else are deleted with it.
        /// </summary>
        /// <exception cref="ArgumentException">There is no such file.</exception>
        public void DeleteFile(string fileId)
        {
            lock (world.Gate)
            {
                var entry = world.Completed(fileId);
                entry.Delete();
                world.Events.FileDeleted(fileId, world.NextTs());
                foreach (var node in entry.Shares.Select(share => world.FindChannel(share.Channel)?.ByTs.GetValueOrDefault(share.Ts)).OfType<MessageNode>().ToList())
                {
                    var message = node.Message with { Files = [.. node.Message.Files.Select(file => file.Id == fileId ? entry.File : file)] };
                    if (message is { Text.Length: 0, Blocks: null } && message.Files.All(file => file.IsDeleted)) world.Delete(node);
                    else world.ReplaceQuietly(node, message);
                }
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

        /// <summary>Whether the bot may know of a file: its own, or one that was shared where it is.</summary>
        internal bool BotSees(FileEntry entry) =>
            entry.File.User == world.Identity.BotUserId
            || entry.Shares.Any(share => world.FindChannel(share.Channel)!.Members.Contains(world.Identity.BotUserId));

        /// <summary>Whether there is a picture that the bot may show, by its id or one of its addresses. Slack shows no WebP in blocks.</summary>
        internal bool HasPicture(string? id, string? url)
        {
            var entry = id is not null ? world.FileStore.Find(id) : world.FileStore.FindByUrl(url);
            return entry is { Phase: FilePhase.Completed, File: { IsDeleted: false, Width: not null, FileType: not "webp" } } && world.BotSees(entry);
        }

        private FileEntry Completed(string fileId) => world.FileStore.Find(fileId) is { Phase: FilePhase.Completed, File.IsDeleted: false } entry
            ? entry
            : throw new ArgumentException($"No file {fileId} in the workspace.", nameof(fileId));

        private SlackFile TakeIn(UserFile file, string userId)
        {
            if (file.Elsewhere is { } url) return world.FileStore.Refer(file.Name, url, userId).File;
            var entry = world.FileStore.Announce(file.Name, file.Bytes.Length, userId, file.AltText);
            entry.Fill(file.Bytes.ToArray(), FilePhase.Completed);
            if (file.Title is { Length: > 0 } title) entry.File = entry.File with { Title = title };
            return entry.File;
        }
    }

    private static void Check(IReadOnlyList<UserFile> files)
    {
        if (files.Count is 0 or > MaxInMessage) throw new ArgumentException($"A message carries between 1 and {MaxInMessage} files.", nameof(files));
        if (files.Any(file => string.IsNullOrWhiteSpace(file.Name))) throw new ArgumentException("A file needs a name.", nameof(files));
        if (files.Any(file => file.Bytes.Length > FileStore.MaxFileBytes)) throw new ArgumentException($"A file has at most {FileStore.MaxFileBytes} bytes.", nameof(files));
    }
}
