namespace Holdfast.LoadRun;

/// <summary>A bot to measure: how its process is started.</summary>
internal sealed record BotCommand(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>The file of the one authority whose certificates it takes; null for those of the system.</summary>
    public string? Authority { get; init; }

    /// <param name="name">holdfast, bolt, or an executable of holdfast: to compare two builds.</param>
    /// <param name="settings">Settings for holdfast.</param>
    public static BotCommand For(string name, IReadOnlyList<string> settings) => name switch
    {
        "holdfast" => Echo(Holdfast(), settings),
        "bolt" => new("node", [Path.Combine(Root(), "bench", "bolt", "app.js")]),
        _ when File.Exists(name) => Echo(name, settings),
        _ => throw new ArgumentException($"'{name}' is not a bot that is known here: holdfast, bolt, or an executable of holdfast.", nameof(name)),
    };

    /// <summary>Holdfast with the echo agent.</summary>
    /// <param name="server">Its executable.</param>
    /// <param name="settings">Further settings.</param>
    public static BotCommand Echo(string server, IReadOnlyList<string> settings) =>
        new(Path.GetFullPath(server), ["run", "--set", "Agent:Kind=Echo", "--set", "Health:Port=0", .. settings.SelectMany(setting => (string[])["--set", setting])]);

    /// <summary>Where <c>dotnet publish --self-contained</c> puts Holdfast.</summary>
    public static string Published() => Path.Combine(Root(), "artifacts", "publish", "Holdfast.Server", "release_self-contained", "holdfast");

    /// <summary>The same as one of several workers on the database that DATABASE_URL names.</summary>
    /// <param name="schema">Where in it.</param>
    /// <param name="workers">How many there are; Slack allows ten connections in all.</param>
    public BotCommand OnDatabase(string schema, int workers) =>
        this with { Arguments = [.. Arguments, "--set", $"Database:Schema={schema}", "--set", $"Slack:Connections={(workers > 1 ? 1 : 2)}"] };

    private static string Holdfast()
    {
        var configuration = AppContext.BaseDirectory.Contains("release", StringComparison.OrdinalIgnoreCase) ? "release" : "debug";
        return Path.Combine(Root(), "artifacts", "bin", "Holdfast.Server", configuration, "holdfast");
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Holdfast.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The load run must be started from within the repository.");
    }
}
