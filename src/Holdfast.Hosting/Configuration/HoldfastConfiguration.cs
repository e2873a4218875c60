using Holdfast.Hosting.Modules;

namespace Holdfast.Hosting.Configuration;

/// <summary>Gathers the configuration: file, well-known variables, <c>HOLDFAST_</c> variables, command line; the later wins.</summary>
internal static class HoldfastConfiguration
{
    private const string DefaultFile = "appsettings.json";

    /// <summary>Reads and checks everything.</summary>
    /// <param name="file">A file that must be there; null for the default one, if it is.</param>
    /// <param name="settings"><c>Key=Value</c> pairs of the command line.</param>
    /// <param name="modules">Know which sections there are.</param>
    /// <param name="isNeeded">The sections that must be complete; null for all.</param>
    /// <exception cref="ConfigurationException">Something is wrong; all of it is listed.</exception>
    public static IConfigurationRoot Load(string? file, IReadOnlyList<string> settings, ServerModules modules, Func<string, bool>? isNeeded = null)
    {
        var configuration = Read(file, settings);
        Check(configuration, modules.Describe(configuration), isNeeded);
        return configuration;
    }

    /// <summary>Checks everything.</summary>
    /// <param name="configuration">What was read.</param>
    /// <param name="described">What modules have registered.</param>
    /// <param name="isNeeded">The sections that must be complete; null for all.</param>
    /// <exception cref="ConfigurationException">Something is wrong; all of it is listed.</exception>
    public static void Check(IConfiguration configuration, IServiceCollection described, Func<string, bool>? isNeeded = null)
    {
        var problems = ConfigurationCheck.Run(configuration, described, isNeeded);
        if (problems.Count > 0)
            throw new ConfigurationException(problems);
    }

    /// <summary>Reads everything and checks nothing of it.</summary>
    /// <param name="file">A file that must be there; null for the default one, if it is.</param>
    /// <param name="settings"><c>Key=Value</c> pairs of the command line.</param>
    /// <exception cref="ConfigurationException">It cannot be read.</exception>
    public static IConfigurationRoot Read(string? file, IReadOnlyList<string> settings)
    {
        var builder = new ConfigurationBuilder()
            .SetBasePath(Directory.GetCurrentDirectory())
            .AddJsonFile(file is null ? DefaultFile : Path.GetFullPath(file), optional: file is null)
            .Add(new OriginProvider(EnvironmentVariables.Read(Environment.GetEnvironmentVariables())))
            .Add(new OriginProvider(settings.Select(ParseSetting)));
        return Build(builder);
    }

    private static IConfigurationRoot Build(IConfigurationBuilder builder)
    {
        try
        {
            return builder.Build();
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException or IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException([e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message]);
        }
    }

    /// <summary>As on other command lines, the last of several for one key counts: whoever wraps the command can set what was set.</summary>
    private static (string Key, string Value, string Origin) ParseSetting(string setting)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (setting[..equals], setting[(equals + 1)..], $"--set {setting[..equals]}")
            // The text itself is not repeated: what is malformed may well be a token.
            : throw new ConfigurationException(["--set: a setting is written Key=Value, for instance Agent:Kind=Echo."]);
    }
}
