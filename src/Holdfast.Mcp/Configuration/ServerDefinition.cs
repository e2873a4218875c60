using Holdfast.Jobs.Processes;

namespace Holdfast.Mcp.Configuration;

/// <summary>A server as it is reached: its options, with the variables of the environment filled in.</summary>
internal sealed class ServerDefinition
{
    /// <summary>Where the servers stand in the configuration.</summary>
    public const string Section = "Mcp:Servers";

    private const int MaxName = 32;

    /// <summary>Fills the variables in.</summary>
    /// <param name="name">What the operator calls it.</param>
    /// <param name="options">What the configuration says of it.</param>
    /// <param name="variable">A variable of the environment; null when it is not set.</param>
    public ServerDefinition(string name, McpServerOptions options, Func<string, string?> variable)
    {
        (Name, Options) = (name, options);
        Environment = options.Environment.ToDictionary(entry => entry.Key, entry => Placeholders.Fill(entry.Value, variable), StringComparer.Ordinal);
        Headers = options.Headers.ToDictionary(entry => entry.Key, entry => Placeholders.Fill(entry.Value, variable), StringComparer.OrdinalIgnoreCase);
        Mask = new SecretMask(
        [
            .. options.Environment.Values.Concat(options.Headers.Values).SelectMany(Placeholders.NamesIn).Select(named => variable(named) ?? ""),
            .. Environment.Where(entry => JobEnvironment.LooksSecret(entry.Key)).Select(entry => entry.Value),

            // "Bearer x" is a secret as a whole and in its last part.
            .. Headers.Values.SelectMany(value => new[] { value, value[(value.LastIndexOf(' ') + 1)..] }),
            options.Url is { IsAbsoluteUri: true } url ? url.Query.TrimStart('?') : "",
        ]);
    }

    /// <summary>What the operator calls it.</summary>
    public string Name { get; }

    /// <summary>What the configuration says of it.</summary>
    public McpServerOptions Options { get; }

    /// <summary>What the names of its tools begin with.</summary>
    public string Prefix => PrefixOf(Name, Options.Prefix);

    /// <summary>The program's own variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The headers of every request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Takes its secrets out of texts.</summary>
    public SecretMask Mask { get; }

    /// <summary>Whether it is a program that is started here.</summary>
    public bool IsProgram => Options.Url is null;

    /// <summary>Where it is, for people: a program, or a host. Arguments and paths of an address may be secret.</summary>
    public string Where => IsProgram ? Path.GetFileName(Options.Command ?? "") : Options.Url!.Authority;

    /// <summary>Where its options stand.</summary>
    public string Setting => SettingOf(Name);

    /// <summary>Where the options of a server stand.</summary>
    public static string SettingOf(string name) => $"{Section}:{name}";

    /// <summary>What the names of a server's tools begin with.</summary>
    public static string PrefixOf(string name, string? prefix) => string.IsNullOrEmpty(prefix) ? $"{name}_" : prefix;

    /// <summary>Whether a server can be called so: it is a part of tools' names, and of marks of processes.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= MaxName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
