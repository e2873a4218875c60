using Holdfast.Server.Configuration;

namespace Holdfast.Server.Tests.Configuration;

[Trait("Req", "CX-8")]
public sealed class HoldfastConfigurationTests
{
    [Fact]
    public void Of_several_settings_for_one_key_the_last_counts() =>
        Assert.Equal("Chat", HoldfastConfiguration.Read(file: null, ["Agent:Kind=Echo", "agent:kind=Chat"])["Agent:Kind"]);

    [Fact]
    public void A_setting_without_a_value_is_refused_and_not_repeated() =>
        Assert.DoesNotContain("xoxb", Assert.Throws<ConfigurationException>(() => HoldfastConfiguration.Read(file: null, ["xoxb-secret"])).Message, StringComparison.Ordinal);
}
