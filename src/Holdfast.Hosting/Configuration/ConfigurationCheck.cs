using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Holdfast.Composition;
using Holdfast.Configuration;
using Holdfast.Hosting.Modules;

namespace Holdfast.Hosting.Configuration;

/// <summary>
/// Finds everything that is wrong with the configuration before anything is started: unknown keys with the nearest known
/// one, values of the wrong type, values out of range.
/// </summary>
internal static class ConfigurationCheck
{
    /// <summary>The section of .NET's own: levels of the log by category, and nothing else of it.</summary>
    public const string Levels = "Logging";

    /// <summary>Everything that is wrong; empty when nothing is.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="modules">Know which sections there are.</param>
    /// <param name="isNeeded">The sections that must be complete; null for all. Unknown keys are found anywhere.</param>
    public static IReadOnlyList<string> Run(IConfiguration configuration, ServerModules modules, Func<string, bool>? isNeeded = null) =>
        Run(configuration, modules.Describe(configuration), isNeeded);

    /// <summary>Everything that is wrong; empty when nothing is.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="described">What modules have registered.</param>
    /// <param name="isNeeded">The sections that must be complete; null for all. Unknown keys are found anywhere.</param>
    public static IReadOnlyList<string> Run(IConfiguration configuration, IServiceCollection described, Func<string, bool>? isNeeded = null)
    {
        var sections = described.InstancesOf<OptionsSection>().ToDictionary(section => section.Name, StringComparer.OrdinalIgnoreCase);
        var problems = new ProblemList(configuration);
        foreach (var section in configuration.GetChildren())
        {
            if (section.Key.Equals(Levels, StringComparison.OrdinalIgnoreCase))
                CheckLogging(section, problems);
            else if (Within(section, sections.Keys) is { Count: > 0 } within)
                CheckHolder(section, within, problems);
            else if (!sections.ContainsKey(section.Key))
                problems.Add(section.Path, UnknownSection(section.Path, [.. sections.Keys.Select(name => name.Split(ConfigurationPath.KeyDelimiter)[0]).Distinct(StringComparer.OrdinalIgnoreCase)]));
            else if (section.Value is { Length: > 0 })
                problems.Add(section.Path, $"{section.Path} is a section, not a value: write {section.Path}:Key=Value.");
        }

        var wrong = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var section in sections.Values)
        {
            var before = problems.All.Count;
            var mustBeComplete = isNeeded?.Invoke(section.Name) != false && section.IsUsed;
            if (section.IsNamed)
                CheckParts(configuration.GetSection(section.Name), section.Options, mustBeComplete, problems);
            else
                CheckSection(configuration.GetSection(section.Name), section.Options, mustBeComplete, problems);
            if (problems.All.Count > before)
                wrong.Add(section.Name);
        }

        if (isNeeded is not null)
            return problems.All;
        using var services = described.BuildServiceProvider();
        foreach (var problem in services.GetServices<IConfigurationRule>().Where(rule => !rule.Sections.Any(wrong.Contains)).SelectMany(rule => rule.Problems()))
            problems.Add(problem.Key, problem.Text);
        return problems.All;
    }

    /// <summary>The sections that stand within another one, which holds nothing else: <c>Servers</c> of <c>Mcp:Servers</c>.</summary>
    private static List<string> Within(IConfigurationSection holder, IEnumerable<string> sections) =>
        [.. sections.Where(name => name.StartsWith(holder.Key + ConfigurationPath.KeyDelimiter, StringComparison.OrdinalIgnoreCase)).Select(name => name[(holder.Key.Length + 1)..])];

    private static void CheckHolder(IConfigurationSection holder, List<string> known, ProblemList problems)
    {
        if (holder.Value is { Length: > 0 })
            problems.Add(holder.Path, $"{holder.Path} is a section, not a value: write {holder.Path}:{known[0]}.");
        foreach (var child in holder.GetChildren())
        {
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
                problems.Add(child.Path, UnknownKey.Describe(child.Path, known, holder.Path + ":"));
            else if (child.Value is { Length: > 0 })
                problems.Add(child.Path, $"{child.Path} is a section, not a value: write {child.Path}:Name:Key=Value.");
        }
    }

    private static void CheckParts(IConfigurationSection section, Type type, bool mustBeComplete, ProblemList problems)
    {
        foreach (var part in section.GetChildren())
        {
            if (part.Value is { Length: > 0 })
                problems.Add(part.Path, $"{part.Path} is a section, not a value: write {part.Path}:Key=Value.");
            else
                CheckSection(part, type, mustBeComplete, problems);
        }
    }

    private static void CheckSection(IConfigurationSection section, Type type, bool mustBeComplete, ProblemList problems)
    {
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite)
            .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);
        var options = Activator.CreateInstance(type)!;
        var unreadable = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var child in section.GetChildren())
        {
            if (!properties.TryGetValue(child.Key, out var property))
                problems.Add(child.Path, UnknownKey.Describe(child.Path, properties.Keys, section.Path + ":"));
            else if (ValuesOf(property.PropertyType) is { } values)
                CheckValues(child, values, problems);
            else if (property.GetValue(options) is IList<string> list)
                ReadList(child, list, problems);
            else if (!TrySet(options, property, child, problems))
                unreadable.Add(property.Name);
        }

        if (!mustBeComplete)
            return;
        foreach (var result in OptionsValidation.ProblemsOf(options, properties.Values).Where(result => !result.MemberNames.Any(unreadable.Contains)))
            problems.Add(result.MemberNames.FirstOrDefault() is { } member ? $"{section.Path}:{member}" : section.Path, Describe(section, result));
    }

    /// <summary>What the values are of a dictionary whose keys are the operator's; null for any other type.</summary>
    private static Type? ValuesOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>) && type.GetGenericArguments()[1] is var values && (values.IsEnum || values == typeof(string)) ? values : null;

    private static void CheckValues(IConfigurationSection section, Type type, ProblemList problems)
    {
        if (section.Value is { Length: > 0 })
            problems.Add(section.Path, $"{section.Path} is a section, not a value: write {section.Path}:Name=Value.");
        foreach (var child in section.GetChildren().Where(child => type.IsEnum ? !Enum.GetNames(type).Contains(child.Value, StringComparer.OrdinalIgnoreCase) : string.IsNullOrEmpty(child.Value)))
            problems.Add(child.Path, $"{child.Path} must be {NameOf(type)}{(child.Value is null ? "" : Shown(child))}.");
    }

    private static void ReadList(IConfigurationSection section, IList<string> list, ProblemList problems)
    {
        if (section.Value is { Length: > 0 })
            problems.Add(section.Path, $"{section.Path} is a list: write {section.Path}:0={section.Value}, {section.Path}:1=..., or an array in a JSON file.");
        foreach (var child in section.GetChildren())
        {
            if (child.Value is { Length: > 0 } value && child.Key.All(char.IsAsciiDigit))
                list.Add(value);
            else
                problems.Add(child.Path, $"{child.Path} must be a text in a list: {section.Path}:0, {section.Path}:1 and so on, none of them empty.");
        }
    }

    private static bool TrySet(object options, PropertyInfo property, IConfigurationSection value, ProblemList problems)
    {
        if (value.Value is null)
        {
            problems.Add(value.Path, $"{value.Path} must be a single value ({NameOf(property.PropertyType)}), not an object or a list.");
            return false;
        }

        // A bare number would be taken for days.
        if (property.PropertyType == typeof(TimeSpan) && !value.Value.Contains(':', StringComparison.Ordinal))
        {
            problems.Add(value.Path, $"{value.Path} must be {NameOf(property.PropertyType)}{Shown(value)}.");
            return false;
        }

        try
        {
            property.SetValue(options, SettingText.Read(property.PropertyType, value.Value));
            if (property.GetValue(options) is not Uri { IsAbsoluteUri: false })
                return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            // The converter's own words name .NET types; the problem says what is expected instead.
        }

        problems.Add(value.Path, $"{value.Path} must be {NameOf(property.PropertyType)}{Shown(value)}.");
        return false;
    }

    /// <summary>The value, unless the key may hold a secret.</summary>
    private static string Shown(IConfigurationSection value) =>
        MayBeSecret(value.Key) || value.Key.Contains("url", StringComparison.OrdinalIgnoreCase) ? "" : $", not '{value.Value}'";

    /// <summary>Whether the value of such a key must not be shown.</summary>
    /// <param name="key">The last part of the key.</param>
    public static bool MayBeSecret(string key) =>
        key.Contains("token", StringComparison.OrdinalIgnoreCase) || key.Contains("key", StringComparison.OrdinalIgnoreCase)
            || key.Contains("secret", StringComparison.OrdinalIgnoreCase);

    private static string Describe(IConfigurationSection section, ValidationResult result)
    {
        var member = result.MemberNames.FirstOrDefault();
        var message = result.ErrorMessage ?? "is not valid";
        return member is null || message.Contains(':', StringComparison.Ordinal) && message.StartsWith(section.Path, StringComparison.Ordinal)
            ? message
            : message.Contains(member, StringComparison.Ordinal)
                ? message.Replace(member, $"{section.Path}:{member}", StringComparison.Ordinal)
                : $"{section.Path}:{member}: {message}";
    }

    private static void CheckLogging(IConfigurationSection section, ProblemList problems)
    {
        foreach (var child in section.GetChildren())
        {
            if (child.Value is { Length: > 0 })
                problems.Add(child.Path, $"{child.Path} is a section, not a value: write {child.Path}:Default=Debug.");
            if (!child.Key.Equals("LogLevel", StringComparison.OrdinalIgnoreCase))
            {
                problems.Add(child.Path, UnknownKey.Describe(child.Path, ["LogLevel"], section.Path + ":"));
                continue;
            }

            foreach (var level in child.GetChildren().Where(level => !Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out var parsed) || !Enum.IsDefined(parsed)))
                problems.Add(level.Path, $"{level.Path} must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}, not '{level.Value}'.");
        }
    }

    private static string UnknownSection(string key, IReadOnlyCollection<string> sections) => EnvironmentVariables.Meant(key, sections) is { } meant
        ? $"{key} is not known. Did you mean {meant}? In a variable two underscores stand for a colon."
        : UnknownKey.Describe(key, sections.Append(Levels), prefix: "");

    private static string NameOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var known when known == typeof(int) || known == typeof(long) => "a whole number",
        var known when known == typeof(decimal) || known == typeof(double) => "a number",
        var known when known == typeof(bool) => "true or false",
        var known when known == typeof(TimeSpan) => "a duration (days.hours:minutes:seconds, for instance 00:00:30)",
        var known when known == typeof(Uri) => "an absolute URL",
        { IsEnum: true } known => $"one of {string.Join(", ", Enum.GetNames(known))}",
        _ => "text",
    };
}
