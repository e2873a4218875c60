namespace Holdfast.Simulator.Child;

/// <summary>
/// What our own server is told besides, so that everything can be tried: somebody may command it and approve, and with an approval it
/// may run commands, in a folder that goes with the simulator.
/// </summary>
internal static class Demonstration
{
    private const string Webhook = "holdfast";

    /// <summary>Known to everyone: it guards nothing but a program on this machine.</summary>
    private const string WebhookSecret = "whsec_aG9sZGZhc3Qtc2ltdWxhdG9yLXdlYmhvb2s=";

    /// <summary>The settings, as environment variables.</summary>
    /// <param name="simulator">Whose people are named.</param>
    /// <param name="folder">The server's data folder.</param>
    public static IReadOnlyDictionary<string, string> Settings(SlackSimulator simulator, string folder)
    {
        var jobs = Directory.CreateDirectory(Path.Combine(folder, "jobs"));
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOLDFAST_Operators__Users__0"] = simulator.World.Ada.Id,
            ["HOLDFAST_Approvals__Users__0"] = simulator.World.Grace.Id,
            ["HOLDFAST_Jobs__Enabled"] = "true",
            ["HOLDFAST_Jobs__WorkingDirectory"] = jobs.FullName,
        };
        foreach (var (name, value) in NotificationSettings()) settings.Add(name, value);
        return settings;
    }

    /// <summary>Has the simulator verify what is signed with the secret that the server is given.</summary>
    public static void Prepare(SlackSimulator simulator) => simulator.Webhooks.SetSecret(Webhook, WebhookSecret);

    /// <summary>
    /// Where the server sends notices besides: to the simulator's webhook <see cref="Webhook"/>, signed with <see cref="WebhookSecret"/>.
    /// Empty while the server has no settings for that: it does not start with a setting that it does not know.
    /// </summary>
    private static IEnumerable<KeyValuePair<string, string>> NotificationSettings() => [];
}
