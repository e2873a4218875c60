using System.Reflection;
using Holdfast.Tests.Repository;
using Microsoft.Extensions.Logging;

namespace Holdfast.Hosting.Tests.Repository;

/// <summary>Who filters or counts log messages by their event ids must not get two kinds of message under one.</summary>
public sealed class LogEventIdsTests
{
    public static TheoryData<string> Assemblies() =>
    [
        .. Directory.EnumerateFiles(AppContext.BaseDirectory, "Holdfast*.dll")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal)),
    ];

    [Theory, MemberData(nameof(Assemblies))]
    public void Each_log_message_of_an_assembly_has_an_event_id_of_its_own(string assembly)
    {
        var messages = MessagesOf(assembly).ToList();
        Assert.Empty(messages.Where(message => message.EventId < 0).Select(message => $"{message.Method} has no event id"));
        Assert.Empty(messages
            .GroupBy(message => message.EventId, message => message.Method)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key} is shared by {string.Join(", ", group.Order(StringComparer.Ordinal))}"));
    }

    [Fact]
    public void No_two_log_messages_of_all_assemblies_have_one_event_id() => Assert.Empty(Assemblies()
        .SelectMany(row => MessagesOf(row.Data))
        .GroupBy(message => message.EventId, message => message.Method)
        .Where(group => group.Count() > 1)
        .Select(group => $"{group.Key} is shared by {string.Join(", ", group.Order(StringComparer.Ordinal))}"));

    /// <summary>The list that operators look an event id up in. What a failure writes is what has to stand there.</summary>
    [Fact]
    [Trait("Req", "RS-12")]
    public void The_page_on_logs_lists_them_all()
    {
        var rows = Assemblies().Where(row => row.Data != "Holdfast.Simulator").SelectMany(row => AttributesOf(row.Data))
            .OrderBy(message => message.EventId).Select(message => $"| {message.EventId} | {Word(message.Level)} | {message.Message.ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal)} |");
        var page = File.ReadAllText(Path.Combine(Sources.Root, "docs", "logs.md"));
        var expected = string.Join('\n', rows);
        if (!page.Contains(expected + "\n", StringComparison.Ordinal))
            TestContext.Current.TestOutputHelper?.WriteLine(expected);
        Assert.Equal(expected.Split('\n'), page.Split('\n').Where(line => line.Length > 2 && line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2])));

        static string Word(LogLevel level) => level == LogLevel.None ? "as it is" : level.ToString().ToLowerInvariant();
    }

    [Fact]
    public void Messages_are_found() => Assert.True(MessagesOf("Holdfast").Count() > 50);

    private static IEnumerable<LoggerMessageAttribute> AttributesOf(string assembly) =>
        from type in Assembly.Load(assembly).GetTypes()
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
        where message is not null
        select message;

    private static IEnumerable<(int EventId, string Method)> MessagesOf(string assembly) =>
        from type in Assembly.Load(assembly).GetTypes()
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
        where message is not null
        select (message.EventId, $"{type.FullName}.{method.Name}");
}
