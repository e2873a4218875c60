using System.Net;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Http.Addresses;

namespace Holdfast.Tests.Http.Addresses;

/// <summary>Every range that is not of the internet: its first and its last address, and their neighbours on either side.</summary>
[Trait("Req", "AS-9")]
public sealed class PublicAddressTests
{
    [Theory]
    [InlineData("0.0.0.0", "0.255.255.255", null, "1.0.0.0")]
    [InlineData("10.0.0.0", "10.255.255.255", "9.255.255.255", "11.0.0.0")]
    [InlineData("100.64.0.0", "100.127.255.255", "100.63.255.255", "100.128.0.0")]
    [InlineData("127.0.0.0", "127.255.255.255", "126.255.255.255", "128.0.0.0")]
    [InlineData("168.63.129.16", "168.63.129.16", "168.63.129.15", "168.63.129.17")]
    [InlineData("169.254.0.0", "169.254.255.255", "169.253.255.255", "169.255.0.0")]
    [InlineData("172.16.0.0", "172.31.255.255", "172.15.255.255", "172.32.0.0")]
    [InlineData("192.0.0.0", "192.0.0.255", "191.255.255.255", "192.0.1.0")]
    [InlineData("192.0.2.0", "192.0.2.255", "192.0.1.255", "192.0.3.0")]
    [InlineData("192.88.99.0", "192.88.99.255", "192.88.98.255", "192.88.100.0")]
    [InlineData("192.168.0.0", "192.168.255.255", "192.167.255.255", "192.169.0.0")]
    [InlineData("198.18.0.0", "198.19.255.255", "198.17.255.255", "198.20.0.0")]
    [InlineData("198.51.100.0", "198.51.100.255", "198.51.99.255", "198.51.101.0")]
    [InlineData("203.0.113.0", "203.0.113.255", "203.0.112.255", "203.0.114.0")]
    [InlineData("224.0.0.0", "255.255.255.255", "223.255.255.255", null)]
    [InlineData("::", "1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null, "2000::")]
    [InlineData("2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::")]
    [InlineData("2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff", "2001:db9::")]
    [InlineData("2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::")]
    [InlineData("3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff", "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:1000::")]
    [InlineData("4000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    public void A_range_is_not_public_from_its_first_address_to_its_last(string first, string last, string? before, string? after)
    {
        Assert.False(IsPublic(first));
        Assert.False(IsPublic(last));
        Assert.True(before is null || IsPublic(before));
        Assert.True(after is null || IsPublic(after));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("1.1.1.1")]
    [InlineData("93.184.216.34")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:80b::200e")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    public void What_the_internet_reaches_is_public(string address) => Assert.True(IsPublic(address));

    [Theory]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")] // Mapped.
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:a00:1")]
    [InlineData("::127.0.0.1")] // Compatible.
    [InlineData("::8.8.8.8")]
    [InlineData("::ffff:0:127.0.0.1")] // Translated by SIIT.
    [InlineData("64:ff9b::10.0.0.1")] // Translated by NAT64.
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("64:ff9b:1::10.0.0.1")]
    [InlineData("2002:7f00:1::")] // 6to4.
    [InlineData("2002:808:808::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:3fff:fdd2")] // Teredo.
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("febf:ffff::1")]
    [InlineData("fec0::1")] // Site-local.
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")] // Metadata of a cloud.
    [InlineData("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("ff02::1")]
    [InlineData("100::1")]
    [InlineData("5f00::1")]
    public void No_form_of_IPv6_hides_what_is_not(string address) => Assert.False(IsPublic(address));

    /// <summary>Whatever wraps an address of IPv4 is as public as that is.</summary>
    [Fact]
    public void An_address_of_IPv4_is_the_same_however_it_is_wrapped() => Prop.ForAll(ArbMap.Default.ArbFor<uint>(), number =>
    {
        var plain = new IPAddress(BitConverter.GetBytes(number));
        var nat64 = IPAddress.Parse($"64:ff9b::{plain}");
        return PublicAddress.IsPublic(plain) == PublicAddress.IsPublic(plain.MapToIPv6()) && PublicAddress.IsPublic(plain) == PublicAddress.IsPublic(nat64);
    }).QuickCheckThrowOnFailure();

    private static bool IsPublic(string address) => PublicAddress.IsPublic(IPAddress.Parse(address));
}
