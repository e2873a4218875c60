using System.ComponentModel.DataAnnotations;
using System.Net;
using Holdfast.Http.Addresses;
using Microsoft.Extensions.Options;

namespace Holdfast.Tests.Http.Addresses;

[Trait("Req", "AS-9")]
public sealed class AddressRulesTests
{
    private const string NotPublic = "That address is not public.";

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("http://93.184.216.34/a?b#c")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    public void Of_a_public_address_there_is_nothing_to_say(string address) => Rules().Check(new Uri(address));

    /// <summary>In all forms in which .NET, and the machine's own resolver, read an address of IPv4.</summary>
    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://0/")]
    [InlineData("http://127。0。0。1/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://0251.0376.0251.0376/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[0:0:0:0:0:ffff:7f00:1]/")]
    [InlineData("http://[fe80::1%251]/")]
    public void An_address_in_numbers_is_refused_before_anything_is_looked_up(string address) => Assert.Equal(NotPublic, Refusal(Rules(), address));

    [Theory]
    [InlineData("ftp://example.com/", "Only addresses that begin with http:// or https:// can be fetched.")]
    [InlineData("file:///etc/passwd", "Only addresses that begin with http:// or https:// can be fetched.")]
    [InlineData("gopher://example.com/", "Only addresses that begin with http:// or https:// can be fetched.")]
    [InlineData("https://user:secret@example.com/", "An address with a user name or a password in it is not fetched.")]
    [InlineData("https://example.com@127.0.0.1/", "An address with a user name or a password in it is not fetched.")]
    [InlineData("http://example.com:22/", "Nothing is fetched from port 22.")]
    [InlineData("http://example.com:8080/", "Nothing is fetched from port 8080.")]
    public void What_is_no_address_for_it_is_refused_in_words(string address, string words) => Assert.Equal(words, Refusal(Rules(), address));

    [Fact]
    public void The_operator_allows_hosts_networks_and_ports()
    {
        var rules = Rules(hosts: ["wiki.example:8080", "*.corp.example", "10.0.0.7", "[fd00::7]:9000"], networks: ["10.20.0.0/16", "fd12::/16"], ports: ["8443"]);
        Assert.Null(Refusal(rules, "http://wiki.example:8080/"));
        Assert.Null(Refusal(rules, "http://WIKI.example.:8080/"));
        Assert.Null(Refusal(rules, "http://10.0.0.7/"));
        Assert.Null(Refusal(rules, "http://10.0.0.7:8443/"));
        Assert.Null(Refusal(rules, "http://[fd00::7]:9000/"));
        Assert.Null(Refusal(rules, "http://10.20.255.255/"));
        Assert.Null(Refusal(rules, "http://[fd12::1]/"));
        Assert.Null(Refusal(rules, "https://example.com:8443/"));
        Assert.Equal(NotPublic, Refusal(rules, "http://10.0.0.8/"));
        Assert.Equal(NotPublic, Refusal(rules, "http://10.21.0.0/"));
        Assert.Equal(NotPublic, Refusal(rules, "http://[fd00::7]/"));
        Assert.Equal("Nothing is fetched from port 9090.", Refusal(rules, "http://wiki.example:9090/"));
        Assert.Equal("Nothing is fetched from port 9000.", Refusal(rules, "http://10.20.0.1:9000/"));
        Assert.Null(Refusal(Rules(ports: ["*"]), "https://example.com:1/"));
    }

    [Fact]
    public void A_host_is_allowed_wherever_its_name_leads_and_its_neighbours_are_not()
    {
        IPAddress[] inside = [IPAddress.Parse("10.1.2.3")];
        var rules = Rules(hosts: ["wiki.example", "*.corp.example"]);
        Assert.Single(rules.Allowed("wiki.example", 443, inside));
        Assert.Single(rules.Allowed("a.corp.example", 80, inside));
        Assert.Single(rules.Allowed("A.B.CORP.EXAMPLE", 80, inside));
        Assert.Empty(rules.Allowed("corp.example", 80, inside));
        Assert.Empty(rules.Allowed("evilcorp.example", 80, inside));
        Assert.Empty(rules.Allowed("wiki.example.evil.example", 80, inside));
        Assert.Empty(rules.Allowed("wiki.example", 8080, inside));
    }

    [Fact]
    public void Of_several_addresses_those_that_are_public_are_left() => Assert.Equal(
        [IPAddress.Parse("93.184.216.34")],
        Rules().Allowed("example.com", 443, [IPAddress.Parse("127.0.0.1"), IPAddress.Parse("93.184.216.34"), IPAddress.Parse("::1")]));

    [Theory]
    [InlineData("AllowedHosts", "http://wiki.example")]
    [InlineData("AllowedHosts", "wiki.example/path")]
    [InlineData("AllowedHosts", "user@wiki.example")]
    [InlineData("AllowedHosts", "*")]
    [InlineData("AllowedHosts", "*.10.0.0.7")]
    [InlineData("AllowedHosts", "wiki.example:0")]
    [InlineData("AllowedHosts", "wiki.example:http")]
    [InlineData("AllowedHosts", "")]
    [InlineData("AllowedHosts", "two words")]
    [InlineData("AllowedNetworks", "10.20.0.0")]
    [InlineData("AllowedNetworks", "wiki.example")]
    [InlineData("AllowedNetworks", "10.20.0.0/33")]
    [InlineData("AllowedPorts", "0")]
    [InlineData("AllowedPorts", "65536")]
    [InlineData("AllowedPorts", "-1")]
    [InlineData("AllowedPorts", "any")]
    public void What_the_operator_writes_wrongly_is_named(string setting, string value)
    {
        var options = Options(setting == "AllowedHosts" ? [value] : [], setting == "AllowedNetworks" ? [value] : [], setting == "AllowedPorts" ? [value] : []);
        var problem = Assert.Single(options.Validate(new ValidationContext(options)));
        Assert.Equal([setting], problem.MemberNames);
        Assert.Contains($"'{value}' is none", problem.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wiki.example")]
    [InlineData("*.corp.example")]
    [InlineData("10.0.0.7:8080")]
    [InlineData("fd00::7")]
    [InlineData("[fd00::7]:8080")]
    [InlineData("wiki")]
    [InlineData("bücher.example")]
    public void What_is_a_host_is_taken(string host)
    {
        var options = Options([host], [], []);
        Assert.Empty(options.Validate(new ValidationContext(options)));
    }

    internal static AddressRules Rules(string[]? hosts = null, string[]? networks = null, string[]? ports = null) =>
        new(Microsoft.Extensions.Options.Options.Create(Options(hosts ?? [], networks ?? [], ports ?? [])));

    internal static FetchOptions Options(string[] hosts, string[] networks, string[] ports) => new() { AllowedHosts = [.. hosts], AllowedNetworks = [.. networks], AllowedPorts = [.. ports] };

    private static string? Refusal(AddressRules rules, string address)
    {
        try
        {
            rules.Check(new Uri(address));
            return null;
        }
        catch (AddressRefusedException e)
        {
            return e.Message;
        }
    }
}
