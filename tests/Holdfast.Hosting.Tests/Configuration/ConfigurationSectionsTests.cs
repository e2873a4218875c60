using Holdfast.Agents;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Holdfast.AI.Models;
using Holdfast.Approvals;
using Holdfast.Composition;
using Holdfast.Hosting.Modules;
using Holdfast.Operators;
using Holdfast.Tools;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Hosting.Tests.Configuration;

/// <summary>A section that is checked but not bound would be a setting without effect, and the other way round.</summary>
[Trait("Req", "CX-8")]
public sealed class ConfigurationSectionsTests
{
    private static readonly IReadOnlyList<OptionsSection> Sections = [.. ServerModules.Default.Describe(new ConfigurationBuilder().Build()).InstancesOf<OptionsSection>()];

    [Fact]
    public void Every_options_class_that_names_a_section_is_listed_under_it()
    {
        var documented = Sections.Select(section => section.Options.Assembly).Distinct().SelectMany(assembly => Documentation(assembly).Where(member => member.Key.StartsWith("T:", StringComparison.Ordinal)))
            .Select(member => (Type: member.Key[2..], Section: Regex.Match(member.Value, @"Section (?<name>[\w:]+)\.", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))))
            .Where(found => found.Section.Success)
            .ToDictionary(found => found.Section.Groups["name"].Value, found => found.Type);
        Assert.Equal(
            Sections.Select(section => (section.Name, section.Options.FullName)).OrderBy(section => section.Name),
            documented.Select(section => (section.Key, (string?)section.Value)).OrderBy(section => section.Key));
    }

    [Fact]
    public void Every_option_says_its_default_at_the_end_of_its_documentation()
    {
        var documentation = Sections.Select(section => section.Options.Assembly).Distinct().ToDictionary(assembly => assembly, Documentation);
        var silent = Sections.Select(section => section.Options).SelectMany(type => type.GetProperties().Where(property => property.CanWrite).Select(property => (type, property)))
            .Where(option => !Regex.IsMatch(
                documentation[option.type.Assembly].GetValueOrDefault($"P:{option.type.FullName}.{option.property.Name}", ""),
                @"(Default: .+|No default)\.$",
                RegexOptions.Singleline | RegexOptions.ExplicitCapture,
                TimeSpan.FromSeconds(1)))
            .Select(option => $"{option.type.Name}.{option.property.Name}");
        Assert.Empty(silent);
    }

    [Fact]
    public void Every_section_is_bound_to_its_options()
    {
        foreach (var (section, type, _) in Sections.Where(section => !section.IsNamed))
        {
            if (type == typeof(ToolOptions) || type == typeof(OperatorOptions))
                continue;
            var marks = new Dictionary<Type, object> { [typeof(string)] = "marked", [typeof(int)] = 77, [typeof(long?)] = 77L, [typeof(TimeSpan)] = TimeSpan.FromSeconds(77), [typeof(double)] = 0.77 };
            var property = type.GetProperties().FirstOrDefault(candidate => marks.ContainsKey(candidate.PropertyType) || candidate.PropertyType.IsEnum)
                ?? type.GetProperties().First(candidate => candidate.PropertyType == typeof(bool));
            if (property.PropertyType == typeof(bool))
                marks[typeof(bool)] = !(bool)property.GetValue(Activator.CreateInstance(type))!;
            var value = marks.GetValueOrDefault(property.PropertyType) ?? Enum.GetValues(property.PropertyType).Cast<object>().Last();
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"{section}:{property.Name}", $"{value}")]).Build();
            using var services = ServerModules.Default.Describe(configuration).BuildServiceProvider();
            var options = services.GetRequiredService(typeof(IOptions<>).MakeGenericType(type));
            Assert.Equal(value, property.GetValue(options.GetType().GetProperty("Value")!.GetValue(options)));
        }
    }

    [Fact]
    [Trait("Req", "RS-18")]
    public void Who_operates_and_approves_is_bound_as_lists()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Operators:Users:0", "U1"), new("Operators:Users:1", "U2"), new("Approvals:Users:0", "U3"), new("Approvals:UserGroups:0", "S1")])
            .Build();
        using var services = ServerModules.Default.Describe(configuration).BuildServiceProvider();
        Assert.Equal(["U1", "U2"], services.GetRequiredService<IOptions<OperatorOptions>>().Value.Users);
        var approvals = services.GetRequiredService<IOptions<ApprovalOptions>>().Value;
        Assert.Equal(["U3"], approvals.Users);
        Assert.Equal(["S1"], approvals.UserGroups);
    }

    [Fact]
    [Trait("Req", "AS-6")]
    public void Models_are_bound_by_their_names_and_channels_by_their_ids()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Models:fast:Model", "x"), new("Models:fast:Provider", "openai"), new("Models:Slow:MaxPromptTokens", "5000"), new("Agent:ChannelModels:C1", "SLOW"), new("Agent:Fallbacks:0", "fast")])
            .Build();
        using var services = ServerModules.Default.Describe(configuration).BuildServiceProvider();
        var models = services.GetRequiredService<ConfiguredModels>();
        Assert.Equal([("gpt-4.1-mini", "gpt-4.1-mini", 100_000), ("fast", "x", 100_000), ("Slow", "Slow", 5_000)], models.Used.Select(model => (model.Name, model.Model, model.MaxPromptTokens)));
        Assert.Equal(["Slow", "fast"], models.For("C1", TurnSettings.None).Select(model => model.Name));
        Assert.Equal(["gpt-4.1-mini", "fast"], models.For("C2", TurnSettings.None).Select(model => model.Name));
    }

    [Fact]
    [Trait("Req", "AS-15")]
    public void The_policies_of_tools_are_bound_by_tool()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Tools:Policies:exec", "approve"), new("Tools:Policies:current_time", "Off")]).Build();
        using var services = ServerModules.Default.Describe(configuration).BuildServiceProvider();
        Assert.Equal(
            [("current_time", ToolPolicy.Off), ("exec", ToolPolicy.Approve)],
            services.GetRequiredService<IOptions<ToolOptions>>().Value.Policies.Select(policy => (policy.Key, policy.Value)).Order());
    }

    [Fact]
    [Trait("Req", "AS-15")]
    public void A_policy_of_a_tool_that_does_not_exist_is_refused_with_the_nearest_one()
    {
        Assert.Empty(ProblemsOf("current_time", "exec"));
        Assert.Equal(
            [
                "Tools:Policies:current_tmie is not known. Did you mean Tools:Policies:current_time?",
                "Tools:Policies:x is not known. Known here: cancel_timer, code, current_time, edit_image, exec, fetch_page, find_channels, find_people, list_timers, make_image, read_channel, read_thread, set_timer.",
            ],
            ProblemsOf("current_tmie", "x"));

        static IEnumerable<string> ProblemsOf(params IEnumerable<string> tools)
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(tools.Select(tool => KeyValuePair.Create($"Tools:Policies:{tool}", (string?)"Off"))).Build();
            using var services = ServerModules.Default.Describe(configuration).BuildServiceProvider();
            return services.GetServices<IConfigurationRule>().SelectMany(rule => rule.Problems()).Select(problem => problem.Text).ToList();
        }
    }

    /// <summary>The compiler's XML files, as text: tags are read as what they hold.</summary>
    private static Dictionary<string, string> Documentation(Assembly assembly)
    {
        var file = Path.ChangeExtension(assembly.Location, ".xml");
        return XDocument.Load(file).Descendants("member").ToDictionary(
            static member => (string)member.Attribute("name")!,
            static member => string.Join(' ', (member.Element("summary")?.Value ?? "").Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)));
    }
}
