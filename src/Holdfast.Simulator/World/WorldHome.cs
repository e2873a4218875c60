namespace Holdfast.Simulator.World;

/// <summary>The app's own place in the workspace: a tab with what was published to a person, beside the messages.</summary>
public static class WorldHome
{
    extension(SlackWorld world)
    {
        /// <summary>The home view that was published to a person, or null.</summary>
        public SlackView? Home(string userId)
        {
            lock (world.Gate) return world.ViewStore.HomeOf(userId);
        }

        /// <summary>Opens the app's Home tab as a person; raises <c>app_home_opened</c>, with the view that they find there.</summary>
        /// <returns>That view; null while nothing was published to them.</returns>
        /// <exception cref="ArgumentException">There is no such person.</exception>
        public SlackView? OpenHome(string userId) => world.OpenTab(userId, "home");

        /// <summary>Opens the app's Messages tab as a person; raises <c>app_home_opened</c>, without a view.</summary>
        /// <exception cref="ArgumentException">There is no such person.</exception>
        public void OpenMessagesTab(string userId) => world.OpenTab(userId, "messages");

        private SlackView? OpenTab(string userId, string tab)
        {
            lock (world.Gate)
            {
                if (world.User(userId) is not { IsBot: false }) throw new ArgumentException($"No person {userId} in the workspace.", nameof(userId));
                var view = tab == "home" ? world.ViewStore.HomeOf(userId) : null;
                world.Events.TabOpened(userId, world.DirectMessage(userId).Id, tab, view, world.AppContexts.GetValueOrDefault(userId), world.NextTs());
                return view;
            }
        }
    }
}
