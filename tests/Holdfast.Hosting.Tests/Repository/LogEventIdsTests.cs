using System.Reflection;
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
    public void Messages_are_found() => Assert.True(MessagesOf("Holdfast").Count() > 50);

    private static IEnumerable<(int EventId, string Method)> MessagesOf(string assembly) =>
        from type in Assembly.Load(assembly).GetTypes()
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
        where message is not null
        select (message.EventId, $"{type.FullName}.{method.Name}");
}
