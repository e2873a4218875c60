using System.Reflection;
using System.Text.Json;
using Holdfast.Slack.BlockKit;
using Holdfast.Slack.Json;

namespace Holdfast.Slack.Tests.BlockKit;

public sealed class BlockLintTests
{
    public static TheoryData<Type> Kinds() =>
    [
        .. from type in typeof(Block).Assembly.GetExportedTypes()
           where !type.IsAbstract && (type.IsSubclassOf(typeof(Block)) || type.IsSubclassOf(typeof(BlockElement)))
           where type != typeof(UnknownBlock) && type != typeof(UnknownElement)
           select type,
    ];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_survives_writing_and_reading(Type type)
    {
        var made = Fill(type);
        var json = Write(made);
        var read = made is Block ? (object)JsonSerializer.Deserialize(json, SlackJson.Context.Block)! : JsonSerializer.Deserialize(json, SlackJson.Context.BlockElement)!;
        Assert.IsType(type, read);
        Assert.Equal(json, Write(read));

        using var document = JsonDocument.Parse(json);
        var names = document.RootElement.EnumerateObject().Select(property => property.Name).ToList();
        Assert.Equal("type", names[0]);
        Assert.Equal(type.GetProperties().Length, names.Count);
        Assert.All(names, name => Assert.Matches("^[a-z]+(_[a-z]+)*$", name));
    }

    [Fact]
    public void Unknown_blocks_and_elements_are_written_back_as_they_came()
    {
        const string json = """[{"type":"rich_text","elements":[{"x":1}]},{"no":"type"},{"type":"actions","elements":[{"type":"brand_new","y":[2]}]},{"type":"section","text":"wrong shape"}]""";
        var blocks = JsonSerializer.Deserialize(json, SlackJson.Context.IReadOnlyListBlock)!;
        Assert.Equal("rich_text", Assert.IsType<UnknownBlock>(blocks[0]).Type);
        Assert.IsType<UnknownBlock>(blocks[1]);
        Assert.IsType<UnknownElement>(Assert.IsType<ActionsBlock>(blocks[2]).Elements[0]);
        Assert.IsType<UnknownBlock>(blocks[3]);
        Assert.Equal(json, JsonSerializer.Serialize(blocks, SlackJson.Context.IReadOnlyListBlock));
    }

    [Fact]
    public void A_type_that_comes_last_is_found()
    {
        var block = JsonSerializer.Deserialize("""{"text":{"text":"x","type":"mrkdwn"},"type":"section"}""", SlackJson.Context.Block);
        Assert.Equal("x", Assert.IsType<SectionBlock>(block).Text!.Text);
    }

    private static string Write(object value) => value is Block block
        ? JsonSerializer.Serialize(block, SlackJson.Context.Block)
        : JsonSerializer.Serialize((BlockElement)value, SlackJson.Context.BlockElement);

    private static object Fill(Type type)
    {
        var made = type == typeof(TextObject) ? TextObject.Mrkdwn("x") : Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
            property.SetValue(made, Sample(property));
        return made;
    }

    private static object Sample(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (type == typeof(string))
            return "x";
        if (type == typeof(bool))
            return true;
        if (type == typeof(int))
            return 1;
        if (type == typeof(long))
            return 1L;
        if (type == typeof(BlockElement) || type == typeof(TextObject))
            return TextObject.Plain("x");
        if (type == typeof(UserId))
            return new UserId("U1");
        if (type == typeof(ChannelId))
            return new ChannelId("C1");
        if (!type.IsGenericType)
            return Fill(type);
        var item = type.GetGenericArguments()[0];
        var array = Array.CreateInstance(item, 1);
        array.SetValue(item == typeof(BlockElement) || item == typeof(TextObject) ? TextObject.Plain("x") : item == typeof(UserId) ? new UserId("U1") : Fill(item), 0);
        return array;
    }
}
