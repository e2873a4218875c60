using System.Text.Json.Nodes;

namespace Holdfast.Simulator.World;

/// <summary>What people have before them while the app's own pane is open beside it; apps declared by <c>agent_view</c> are told.</summary>
public static class WorldContext
{
    extension(SlackWorld world)
    {
        /// <summary>
        /// Opens a channel as a person, with the app beside it; raises <c>app_context_changed</c>. Their messages to the app and their visits
        /// of its tabs carry the same from then on.
        /// </summary>
        /// <param name="userId">Who.</param>
        /// <param name="channelId">What they look at; null when it is nothing that can be named.</param>
        /// <exception cref="ArgumentException">There is no such person or channel, or the app is not told.</exception>
        public void LookAt(string userId, string? channelId)
        {
            lock (world.Gate)
            {
                if (world.Agents.Declaration != AgentDeclaration.AgentView) throw new ArgumentException("The app is not told what people look at: it has no agent_view.", nameof(userId));
                if (world.User(userId) is not { IsBot: false }) throw new ArgumentException($"No person {userId} in the workspace.", nameof(userId));
                if (channelId is not null && world.FindChannel(channelId) is null) throw new ArgumentException($"No channel {channelId} in the workspace.", nameof(channelId));
                var context = ContextOf(channelId, world.Identity.TeamId);
                world.AppContexts[userId] = context;
                world.Events.ContextChanged(userId, world.DirectMessage(userId).Id, context, world.NextTs());
            }
        }
    }

    private static string ContextOf(string? channelId, string teamId)
    {
        var context = new JsonObject();
        if (channelId is not null)
            context["entities"] = new JsonArray(new JsonObject { ["type"] = "slack#/types/channel_id", ["value"] = channelId, ["team_id"] = teamId });
        return context.ToJsonString();
    }
}
