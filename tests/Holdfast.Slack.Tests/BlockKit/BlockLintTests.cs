using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Slack.BlockKit;

namespace Holdfast.Slack.Tests.BlockKit;

public sealed class BlockLintTests
{
    public static TheoryData<Type> Kinds() =>
    [
        .. from type in typeof(Block).Assembly.GetExportedTypes()
           where !type.IsAbstract && Family(type) is not null && !type.Name.StartsWith("Unknown", StringComparison.Ordinal)
           select type,
    ];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_survives_writing_and_reading(Type type)
    {
        var made = Fill(type);
        var json = Write(made);
        var read = JsonSerializer.Deserialize(json, Contract(type))!;
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
        const string json = """[{"type":"task_card","elements":[{"x":1}]},{"no":"type"},{"type":"actions","elements":[{"type":"brand_new","y":[2]}]},{"type":"section","text":"wrong shape"}]""";
        var blocks = JsonSerializer.Deserialize(json, BlockKitJson.Contracts.IReadOnlyListBlock)!;
        Assert.Equal("task_card", Assert.IsType<UnknownBlock>(blocks[0]).Type);
        Assert.IsType<UnknownBlock>(blocks[1]);
        Assert.IsType<UnknownElement>(Assert.IsType<ActionsBlock>(blocks[2]).Elements[0]);
        Assert.IsType<UnknownBlock>(blocks[3]);
        Assert.Equal(json, JsonSerializer.Serialize(blocks, BlockKitJson.Contracts.IReadOnlyListBlock));
    }

    [Fact]
    public void A_type_that_comes_last_is_found()
    {
        var block = JsonSerializer.Deserialize("""{"text":{"text":"x","type":"mrkdwn"},"type":"section"}""", BlockKitJson.Contracts.Block);
        Assert.Equal("x", Assert.IsType<SectionBlock>(block).Text!.Text);
    }

    [Fact]
    public void Formatted_text_is_read_as_people_write_it()
    {
        const string json =
            """{"type":"rich_text","block_id":"b","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"see ","style":{"bold":true}},"""
            + """{"type":"user","user_id":"U1"},{"type":"brand_new","x":[1]},{"type":"emoji","name":"wave","unicode":"1f44b"}]},"""
            + """{"type":"rich_text_list","style":"ordered","elements":[{"type":"rich_text_section","elements":[{"type":"link","url":"https://x"}]}],"indent":1},"""
            + """{"type":"rich_text_something","y":2}]}""";
        var block = Assert.IsType<RichTextBlock>(JsonSerializer.Deserialize(json, BlockKitJson.Contracts.Block));
        var section = Assert.IsType<RichTextSection>(block.Elements[0]);
        Assert.True(Assert.IsType<RichTextText>(section.Elements[0]).Style!.Bold);
        Assert.Equal("U1", Assert.IsType<RichTextUser>(section.Elements[1]).UserId.Value);
        Assert.Equal("brand_new", Assert.IsType<UnknownRichTextInline>(section.Elements[2]).Type);
        Assert.Equal("rich_text_something", Assert.IsType<UnknownRichTextPart>(block.Elements[2]).Type);
        using var written = JsonDocument.Parse(Write(block));
        using var came = JsonDocument.Parse(json);
        Assert.True(JsonElement.DeepEquals(came.RootElement, written.RootElement));
    }

    [Fact]
    public void A_table_has_cells_of_both_kinds_and_columns_without_settings()
    {
        const string json =
            """{"type":"table","rows":[[{"type":"raw_text","text":"a"},{"type":"rich_text","elements":[{"type":"rich_text_section","elements":[{"type":"text","text":"b"}]}]}],"""
            + """[{"type":"raw_number","value":1}]],"column_settings":[null,{"align":"right"}]}""";
        var table = Assert.IsType<TableBlock>(JsonSerializer.Deserialize(json, BlockKitJson.Contracts.Block));
        Assert.IsType<RichTextCell>(table.Rows[0][1]);
        Assert.IsType<UnknownTableCell>(table.Rows[1][0]);
        Assert.Null(table.ColumnSettings![0]);
        Assert.Equal(json, Write(table));
    }

    [Fact]
    public void What_nests_too_deep_to_be_read_is_refused_and_does_not_end_the_process()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"type":"rich_text_list","style":"bullet","elements":[""", 1_000)) + string.Concat(Enumerable.Repeat("]}", 1_000));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize($$"""{"type":"rich_text","elements":[{{deep}}]}""", BlockKitJson.Contracts.Block));
    }

    private static Type? Family(Type type) =>
        Array.Find([typeof(Block), typeof(BlockElement), typeof(RichTextPart), typeof(RichTextInline), typeof(TableCell)], type.IsSubclassOf);

    private static JsonTypeInfo Contract(Type type) => BlockKitJson.Contracts.GetTypeInfo(Family(type)!)!;

    private static string Write(object value) => JsonSerializer.Serialize(value, Contract(value.GetType()));

    private static object Fill(Type type)
    {
        var made = type == typeof(TextObject) ? TextObject.Mrkdwn("x") : Activator.CreateInstance(type)!;
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
            property.SetValue(made, Sample(property.PropertyType));
        return made;
    }

    private static object Sample(Type declared)
    {
        var type = Nullable.GetUnderlyingType(declared) ?? declared;
        if (type.IsGenericType)
        {
            var item = type.GetGenericArguments()[0];
            var array = Array.CreateInstance(item, 1);
            array.SetValue(Sample(item), 0);
            return array;
        }

        return type == typeof(string) ? "x"
            : type == typeof(bool) ? true
            : type == typeof(int) ? 1
            : type == typeof(long) ? 1L
            : type == typeof(BlockElement) || type == typeof(TextObject) ? TextObject.Plain("x")
            : type == typeof(RichTextPart) ? new RichTextSection { Elements = [new RichTextText { Text = "x" }] }
            : type == typeof(RichTextInline) ? new RichTextText { Text = "x" }
            : type == typeof(TableCell) ? new RawTextCell { Text = "x" }
            : type == typeof(UserId) ? new UserId("U1")
            : type == typeof(ChannelId) ? new ChannelId("C1")
            : Fill(type);
    }
}
