namespace Holdfast.Simulator.World;

/// <summary>Chats that people open with the app beside what they look at, for an app declared by <c>assistant_view</c>.</summary>
public static class WorldAssistant
{
    extension(SlackWorld world)
    {
        /// <summary>Opens a new chat with the app; raises <c>assistant_thread_started</c>.</summary>
        /// <param name="userId">Who.</param>
        /// <param name="channelId">What they look at besides; null for nothing that can be named.</param>
        /// <returns>The chat's root: what is said in it belongs to that thread.</returns>
        /// <exception cref="ArgumentException">There is no such person or channel, or the app has no such chats.</exception>
        public string OpenAssistantThread(string userId, string? channelId = null)
        {
            lock (world.Gate)
            {
                world.CheckAssistant(userId, channelId);
                var direct = world.DirectMessage(userId);
                var root = world.AddQuietly(direct, new SlackMessage
                {
                    Channel = direct.Id,
                    Ts = "",
                    User = world.Identity.BotUserId,
                    BotId = world.Identity.BotId,
                    Text = "New Assistant Thread",
                    IsAssistantRoot = true,
                });
                world.Assistant.Open(userId, root.Message.Ts);
                world.Events.AssistantThread("assistant_thread_started", userId, direct.Id, root.Message.Ts, channelId, world.NextTs());
                return root.Message.Ts;
            }
        }

        /// <summary>Looks at something else while a chat is open; raises <c>assistant_thread_context_changed</c> for the one opened last.</summary>
        /// <exception cref="ArgumentException">There is no such person or channel, or they have opened no chat.</exception>
        public void ChangeAssistantContext(string userId, string? channelId)
        {
            lock (world.Gate)
            {
                world.CheckAssistant(userId, channelId);
                var thread = world.Assistant.Latest(userId) ?? throw new ArgumentException($"{userId} has opened no chat with the app.", nameof(userId));
                world.Events.AssistantThread("assistant_thread_context_changed", userId, world.DirectMessage(userId).Id, thread, channelId, world.NextTs());
            }
        }

        /// <summary>What the app suggests to say in a chat, or with null in its whole place; null when it suggests nothing.</summary>
        public SuggestedPrompts? Prompts(string channelId, string? threadTs)
        {
            lock (world.Gate) return world.Assistant.Prompts(channelId, threadTs);
        }

        private void CheckAssistant(string userId, string? channelId)
        {
            if (world.Agents.Declaration != AgentDeclaration.AssistantView) throw new ArgumentException("The app has no such chats: it is not declared by assistant_view.", nameof(userId));
            if (world.User(userId) is not { IsBot: false, IsDeleted: false }) throw new ArgumentException($"No person {userId} in the workspace.", nameof(userId));
            if (channelId is not null && world.FindChannel(channelId) is null) throw new ArgumentException($"No channel {channelId} in the workspace.", nameof(channelId));
        }
    }
}
