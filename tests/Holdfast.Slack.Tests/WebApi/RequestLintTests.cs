using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.WebApi;
using Holdfast.Slack.WebApi.Assistant;
using Holdfast.Slack.WebApi.Chat;
using Holdfast.Slack.WebApi.Files;

namespace Holdfast.Slack.Tests.WebApi;

/// <summary>What every typed method has to keep, checked over all of them, so that a new one cannot forget it.</summary>
public sealed class RequestLintTests
{
    private static readonly Dictionary<string, string> Docs = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "Holdfast.Slack.xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, member => member.ToString());

    public static TheoryData<Type> Requests() => [.. RequestTypes()];

    private static IEnumerable<Type> RequestTypes() =>
        from type in typeof(SlackRequest<>).Assembly.GetExportedTypes()
        where !type.IsAbstract && type.BaseType is { IsGenericType: true } parent && parent.GetGenericTypeDefinition() == typeof(SlackRequest<>)
        select type;

    [Fact]
    public void All_methods_are_there()
    {
        Assert.Equal(
            "agents.sessions.rename agents.sessions.setStatus api.test apps.connections.open assistant.search.context assistant.threads.setStatus assistant.threads.setSuggestedPrompts assistant.threads.setTitle auth.test chat.appendStream chat.delete chat.getPermalink chat.postEphemeral chat.postMessage "
            + "chat.startStream chat.stopStream chat.update "
            + "conversations.history conversations.info conversations.list conversations.members conversations.open conversations.replies "
            + "files.completeUploadExternal files.getUploadURLExternal files.info reactions.add reactions.remove usergroups.list usergroups.users.list users.conversations users.info users.list users.lookupByEmail "
            + "views.open views.publish views.push views.update",
            string.Join(' ', RequestTypes().Select(type => Method(Fill(type))).Order(StringComparer.Ordinal)));
    }

    [Theory, MemberData(nameof(Requests))]
    public void The_documentation_names_slacks_page(Type type) =>
        Assert.Contains($"https://docs.slack.dev/reference/methods/{Method(Fill(type))}", Docs["T:" + type.FullName], StringComparison.Ordinal);

    [Theory, MemberData(nameof(Requests))]
    public void The_names_of_types_and_method_agree(Type type)
    {
        var words = string.Concat(Method(Fill(type)).Split('.').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        Assert.Equal(words + "Request", type.Name);
        Assert.StartsWith("Holdfast.Slack.WebApi." + char.ToUpperInvariant(words[0]), type.Namespace, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Requests))]
    public void Arguments_are_snake_case_and_every_property_is_among_them(Type type)
    {
        using var json = JsonDocument.Parse(Json(Fill(type)));
        var names = json.RootElement.EnumerateObject().Select(property => property.Name).ToList();
        Assert.All(names, name => Assert.Matches("^[a-z]+(_[a-z]+)*$", name));
        Assert.Equal(Arguments(type).Count(), names.Count);
    }

    [Theory, MemberData(nameof(Requests))]
    public void Nulls_are_left_out(Type type)
    {
        using var json = JsonDocument.Parse(Json(Fill(type, requiredOnly: true)));
        Assert.Equal(Arguments(type).Count(IsRequired), json.RootElement.EnumerateObject().Count());
        Assert.DoesNotContain("null", Json(Fill(type, requiredOnly: true)), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Requests))]
    public void The_text_of_a_request_is_its_method_only(Type type) => Assert.Equal(Method(Fill(type)), Fill(type).ToString());

    private static IEnumerable<PropertyInfo> Arguments(Type type) => type.GetProperties().Where(property => property.CanWrite);

    private static bool IsRequired(PropertyInfo property) =>
        property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null;

    private static string Method(object request) => (string)request.GetType().GetProperty("Method")!.GetValue(request)!;

    private static string Json(object request) =>
        System.Text.Encoding.UTF8.GetString((byte[])request.GetType().GetMethod("ToJson")!.Invoke(request, null)!);

    private static object Fill(Type type, bool requiredOnly = false)
    {
        var request = Activator.CreateInstance(type)!;
        foreach (var property in Arguments(type).Where(property => !requiredOnly || IsRequired(property)))
            property.SetValue(request, Sample(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType));
        return request;
    }

    private static object Sample(Type type) =>
        type == typeof(string) ? "x"
        : type == typeof(bool) ? true
        : type == typeof(int) ? 1
        : type == typeof(SlackTs) ? new SlackTs("1700000000.000100")
        : type == typeof(View) ? View.Home([new DividerBlock()])
        : type == typeof(MessageMetadata) ? new MessageMetadata("t", JsonElement.Parse("{}"))
        : type == typeof(IReadOnlyList<Block>) ? new Block[] { new DividerBlock() }
        : type == typeof(IReadOnlyList<MessageAttachment>) ? new[] { new MessageAttachment { Color = "good" } }
        : type == typeof(IReadOnlyList<StreamChunk>) ? new StreamChunk[] { new MarkdownTextChunk("x"), new TaskUpdateChunk("t1", "x", TaskUpdateChunk.Complete) }
        : type == typeof(IReadOnlyList<string>) ? new[] { "x" }
        : type == typeof(IReadOnlyList<UploadedFile>) ? new[] { new UploadedFile { Id = "F1" } }
        : type == typeof(IReadOnlyList<SuggestedPrompt>) ? new[] { new SuggestedPrompt("x", "x") }
        : type == typeof(long) ? 1L
        : Activator.CreateInstance(type, "C1")!;
}
